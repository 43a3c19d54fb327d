#!/usr/bin/env python3
"""Checks what the compiler cannot: that layers include only what they may, that no two areas include each other, that
files and functions stay short, and that a few things are not used at all. Prints one line a finding; exit 1 if any.

    check_layers.py [ROOT]     ROOT: the repository, by default the one this file lies in
"""
import os
import re
import sys

MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 60

# Which layers a layer may include from; its own always.
LAYERS = {
    "core": set(),
    "dicomnet": {"core"},
    "rendering": {"core"},
    "viewer": {"core", "rendering"},
    "app": {"core", "dicomnet", "rendering", "viewer"},
}

# Which libraries a layer may include from.
LIBRARIES = {
    "core": {"QtCore", "QtSql", "Eigen", "ICU"},
    "dicomnet": {"QtCore", "QtNetwork", "Eigen", "DCMTK", "codec", "ICU", "archive", "zlib"},
    "rendering": {"QtCore", "QtGui", "Eigen", "VTK", "ITK", "EGL", "highway", "lcms"},
    "viewer": {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtOpenGLWidgets", "Eigen"},
    "app": {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork", "QtSql", "QtOpenGLWidgets", "Eigen", "archive", "zlib", "poppler"},
}

# Libraries that a layer's public headers must not show, though its sources may use them.
PRIVATE = {
    "core": {"QtSql", "ICU"},
    "dicomnet": {"DCMTK", "codec", "ICU", "archive", "zlib"},
    "rendering": {"VTK", "ITK", "EGL", "highway", "lcms"},
    "viewer": {"QtSvg"},
    "app": {"archive", "zlib", "poppler"},
}

# The first pattern that fits an <include> names its library. What fits none is the language or the system.
KNOWN = [
    ("QtWidgets", r"^(QtWidgets/|QtWidgets$|Q(Abstract(Button|ItemDelegate|ItemView|ScrollArea|Slider|SpinBox)|Application|ButtonGroup|"
                  r"BoxLayout|CheckBox|Color(Column|Dialog)|ColumnView|ComboBox|CommandLinkButton|CommonStyle|Completer|Data(WidgetMapper)|"
                  r"DateEdit|DateTimeEdit|Dial|Dialog|DialogButtonBox|DockWidget|DoubleSpinBox|ErrorMessage|FileDialog|FileIconProvider|"
                  r"FocusFrame|FontComboBox|FontDialog|FormLayout|Frame|Gesture|GestureEvent|Graphics\w+|GridLayout|GroupBox|HBoxLayout|"
                  r"HeaderView|InputDialog|ItemDelegate|ItemEditorFactory|KeySequenceEdit|LCDNumber|Label|Layout|LayoutItem|LineEdit|"
                  r"ListView|ListWidget|MainWindow|MdiArea|MdiSubWindow|Menu|MenuBar|MessageBox|PlainTextEdit|ProgressBar|"
                  r"ProgressDialog|ProxyStyle|PushButton|RadioButton|RubberBand|ScrollArea|ScrollBar|Scroller\w*|SizeGrip|SizePolicy|"
                  r"Slider|SpacerItem|SpinBox|SplashScreen|Splitter|StackedLayout|StackedWidget|StatusBar|Style|Style(Factory|HintReturn|"
                  r"Option\w*|Painter|Plugin|dItemDelegate)|SystemTrayIcon|Tab(Bar|Widget)|TableView|TableWidget|TextBrowser|TextEdit|"
                  r"Tile\w*|TimeEdit|Tool(Bar|Box|Button|Tip)|TreeView|TreeWidget|TreeWidgetItem\w*|Undo(View)|VBoxLayout|WhatsThis|"
                  r"Widget|WidgetAction|Wizard\w*)$)"),
    ("QtOpenGLWidgets", r"^(QtOpenGLWidgets/|QOpenGLWidget$)"),
    ("QtSvg", r"^(QtSvg/|QtSvgWidgets/|QSvg\w+$)"),
    ("QtSql", r"^(QtSql/|QtSql$|QSql\w+$)"),
    ("QtNetwork", r"^(QtNetwork/|QtNetwork$|Q(Abstract(NetworkCache|Socket)|Authenticator|Dns\w+|Dtls|HostAddress|HostInfo|Hsts\w+|Http\w+|"
                  r"LocalServer|LocalSocket|Network\w+|Ocsp\w+|Sctp\w+|Ssl\w*|Tcp\w+|UdpSocket)$)"),
    ("QtGui", r"^(QtGui/|QtGui$|Q(Accessible\w*|Action|ActionGroup|Backing\w+|Bitmap|Brush|Clipboard|CloseEvent|Color|ColorSpace|"
              r"ColorTransform|ConicalGradient|ContextMenuEvent|Cursor|DesktopServices|DoubleValidator|Drag|Drag\w+Event|DropEvent|"
              r"EnterEvent|ExposeEvent|FileOpenEvent|FileSystemModel|FocusEvent|Font|Font\w+|Generic\w+|GlyphRun|Gradient|GuiApplication|"
              r"HelpEvent|HideEvent|HoverEvent|Icon|IconEngine|IconEnginePlugin|Image|ImageIOHandler|ImageReader|ImageWriter|InputEvent|"
              r"InputMethod\w*|IntValidator|KeyEvent|KeySequence|LinearGradient|Matrix4x4|MouseEvent|MoveEvent|Movie|NativeGestureEvent|"
              r"OffscreenSurface|OpenGL\w+|Page\w+|PaintDevice|PaintEngine|PaintEvent|Painter|PainterPath|PainterPathStroker|Palette|Pdf\w+|"
              r"Pen|Picture|PixelFormat|Pixmap|PixmapCache|PlatformSurfaceEvent|PointerEvent|PointingDevice|Polygon|PolygonF|Quaternion|"
              r"RadialGradient|RasterWindow|RawFont|Region|RegularExpressionValidator|ResizeEvent|Rgb|Rgba64|Screen|ScrollEvent|Session\w+|"
              r"Shortcut|ShortcutEvent|ShowEvent|StandardItem|StandardItemModel|StaticText|StatusTipEvent|StyleHints|Surface\w*|"
              r"SyntaxHighlighter|TabletEvent|Text(Block\w*|Char\w*|Cursor|Document\w*|Format|Fragment|Frame\w*|Image\w*|Inline\w*|"
              r"Item|Layout|Length|Line|List\w*|Object\w*|Option|Table\w*)|TouchEvent|Transform|Undo(Command|Group|Stack)|Validator|"
              r"Vector[234]D|Vulkan\w+|WheelEvent|Window|WindowStateChangeEvent)$)"),
    ("QtTest", r"^(QtTest|QtTest/.*|QTest\w*|QSignalSpy|QAbstractItemModelTester)$"),
    ("QtCore", r"^(Qt|Q[A-Z]|qt[a-z]*\.h|q[a-z]+\.h)"),
    ("Eigen", r"^Eigen/"),
    ("DCMTK", r"^dcmtk/"),
    ("VTK", r"^vtk\w*"),
    ("ITK", r"^itk\w*"),
    ("EGL", r"^(EGL|GL|GLES\d?|KHR)/"),
    ("highway", r"^hwy/"),
    ("ICU", r"^unicode/"),
    ("archive", r"^archive(_entry)?\.h$"),
    ("zlib", r"^zlib\.h$"),
    ("poppler", r"^poppler[/-]"),
    ("lcms", r"^lcms2\w*\.h$"),
    ("codec", r"^(openjpeg(-[\d.]+)?/|openjpeg\.h$|openjph/|jxl/|libav\w+/|libsw\w+/|charls/|jpeglib\.h$|turbojpeg\.h$)"),
    ("GDCM", r"^gdcm\w*"),
]
KNOWN = [(name, re.compile(pattern)) for name, pattern in KNOWN]

# Never in the program nor in a test; a measurement alone drives the loop itself.
FORBIDDEN_BUT_IN_BENCH = [
    (re.compile(r"\bprocessEvents\s*\("), "processEvents: nothing spins the event loop from inside"),
    (re.compile(r"\bQEventLoop\b"), "QEventLoop: no nested event loop"),
]
# Never, anywhere.
FORBIDDEN_INCLUDE = re.compile(r"^(gdcm|itkGDCM|vtkDICOMImageReader)")
FORBIDDEN_CODE = [
    (re.compile(r"\bQThread::(m|u)?sleep\s*\(|\bstd::this_thread::sleep_|\bu?sleep\s*\("), "sleep: wait by condition"),
    (re.compile(r"\bQTest::q(Wait|Sleep)\s*\("), "QTest::qWait: wait by condition (QTRY_...)"),
    (re.compile(r"\b(SIGNAL|SLOT)\s*\("), "SIGNAL()/SLOT() text: connect by member pointer"),
    (re.compile(r"\bvtkDICOMImageReader\b|\bitk::GDCM|\bgdcm::"), "a DICOM reader that is not ours"),
]
# A peer that is measured beside the program and linked to nothing of it.
PEERS = {os.path.join("tests", "bench", "itk_series.cpp")}
# Each word is put together here, so that this file may be checked by its own rule.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "st" + "ubs?")) + r")\b", re.IGNORECASE)

SOURCE_ENDINGS = (".h", ".cpp")
TEXT_ENDINGS = SOURCE_ENDINGS + (".py", ".txt", ".cmake", ".sh", ".md", ".json", ".qss")
SKIPPED_FOLDERS = {"build", ".git", ".cache", "__pycache__"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def files_under(root, endings):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.join(folder, name)


def without_comments_and_texts(source):
    """The code alone: comments and the inside of literals become spaces, so that lines keep their numbers."""
    pattern = re.compile(
        r'R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\b\d[\w\']*|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/',
        re.DOTALL)

    def blank(match):
        text = match.group(0)
        if text[0].isdigit():
            return text.replace("'", " ")
        if text[0] == "/":
            return re.sub(r"[^\n]", " ", text)
        return '"' + re.sub(r"[^\n]", " ", text[1:-1]) + '"'

    return pattern.sub(blank, source)


def library_of(include):
    for name, pattern in KNOWN:
        if pattern.search(include):
            return name
    return None


class Checker:
    def __init__(self, root):
        self.root = root
        self.findings = []
        self.area_of = {}  # area -> layer
        self.edges = {}    # (layer, area) -> {(layer, area): "file:line"}

    def report(self, path, line, text):
        self.findings.append("%s:%d: %s" % (os.path.relpath(path, self.root), line, text))

    def find_areas(self):
        for layer in LAYERS:
            top = os.path.join(self.root, layer)
            if not os.path.isdir(top):
                continue
            for area in sorted(os.listdir(top)):
                if not os.path.isdir(os.path.join(top, area)) or area in SKIPPED_FOLDERS:
                    continue
                if area in self.area_of:
                    self.report(os.path.join(top, area), 1, "area '%s' exists in %s too: names are unique over all layers" % (area, self.area_of[area]))
                else:
                    self.area_of[area] = layer

    def check_own_include(self, path, line, layer, area, include):
        parts = include.split("/")
        if len(parts) < 2:
            if not include.endswith(".moc"):
                self.report(path, line, '"%s": write "area/File.h"' % include)
            return
        target = self.area_of.get(parts[0])
        if target is None:
            self.report(path, line, '"%s": there is no area \'%s\'' % (include, parts[0]))
            return
        if not os.path.isfile(os.path.join(self.root, target, include)):
            self.report(path, line, '"%s": there is no such file' % include)
        if target != layer and target not in LAYERS[layer]:
            self.report(path, line, '"%s": %s must not include %s' % (include, layer, target))
        if (target, parts[0]) != (layer, area):
            self.edges.setdefault((layer, area), {}).setdefault((target, parts[0]), "%s:%d" % (os.path.relpath(path, self.root), line))

    def check_library_include(self, path, line, layer, include):
        if FORBIDDEN_INCLUDE.search(include):
            self.report(path, line, "<%s>: never used here" % include)
            return
        library = library_of(include)
        if library is None:
            if "/" in include and include.split("/")[0] in self.area_of:
                self.report(path, line, '<%s>: own files are included as "..."' % include)
            return
        if library not in LIBRARIES[layer]:
            self.report(path, line, "<%s>: %s must not see %s" % (include, layer, library))
        elif path.endswith(".h") and library in PRIVATE[layer] and self.is_public(path):
            self.report(path, line, "<%s>: %s shows %s in a public header" % (include, layer, library))

    def is_public(self, path):
        """A header is public when its area lists it under HEADERS."""
        listing = os.path.join(os.path.dirname(path), "CMakeLists.txt")
        if not os.path.isfile(listing):
            return True
        public = re.search(r"\bHEADERS\b(.*?)(\bSOURCES\b|\))", read(listing), re.DOTALL)
        return bool(public) and os.path.basename(path) in public.group(1).split()

    def check_layer_file(self, path):
        layer, rest = os.path.relpath(path, self.root).split(os.sep, 1)
        area = rest.split(os.sep)[0] if os.sep in rest else ""
        for number, text in enumerate(read(path).splitlines(), 1):
            match = INCLUDE.match(text)
            if not match:
                continue
            mark, include = match.groups()
            if mark == '"':
                self.check_own_include(path, number, layer, area, include)
            else:
                self.check_library_include(path, number, layer, include)

    def check_pairs(self):
        for area, targets in sorted(self.edges.items()):
            for target, place in sorted(targets.items()):
                back = self.edges.get(target, {}).get(area)
                if back and area < target:
                    self.findings.append("%s: %s and %s include each other (%s)" % (place, "/".join(area), "/".join(target), back))

    def check_code(self, path):
        source = read(path)
        code = without_comments_and_texts(source)
        if os.path.relpath(path, self.root) in PEERS:
            return
        in_bench = os.path.relpath(path, self.root).split(os.sep)[:2] == ["tests", "bench"]
        forbidden = FORBIDDEN_CODE + ([] if in_bench else FORBIDDEN_BUT_IN_BENCH)
        for number, line in enumerate(code.splitlines(), 1):
            for pattern, why in forbidden:
                if pattern.search(line):
                    self.report(path, number, why)
        self.check_function_lengths(path, code)

    def check_function_lengths(self, path, code):
        """Judged by braces: a block directly in a namespace or class, opened after a ')', is a function."""
        kinds, starts, head = [], [], ""
        line = 1
        for character in code:
            if character == "\n":
                line += 1
            if character == "{":
                kinds.append(self.kind_of_block(head, kinds))
                starts.append(line)
                head = ""
            elif character == "}":
                if kinds:
                    kind, start = kinds.pop(), starts.pop()
                    length = line - start + 1
                    if kind == "function" and length > MAX_FUNCTION_LINES:
                        self.report(path, start, "a function of %d lines (at most %d)" % (length, MAX_FUNCTION_LINES))
                head = ""
            elif character == ";":
                head = ""
            else:
                head += character

    @staticmethod
    def kind_of_block(head, kinds):
        if any(kind == "function" for kind in kinds):
            return "inside"
        words = re.sub(r"#[^\n]*", " ", head)
        if re.search(r"\bnamespace\b", words) or re.search(r'\bextern\s*"', words):
            return "scope"
        if re.search(r"\b(class|struct|union|enum)\b[^()]*$", words) or re.search(r"^\s*(template\s*<.*>\s*)?(class|struct|union)\b", words, re.DOTALL):
            return "scope"
        return "function" if ")" in words else "value"

    def check_text(self, path):
        text = read(path)
        lines = text.splitlines()
        if path.endswith(SOURCE_ENDINGS + (".py",)) and len(lines) > MAX_FILE_LINES:
            self.report(path, MAX_FILE_LINES + 1, "a file of %d lines (at most %d)" % (len(lines), MAX_FILE_LINES))
        for number, line in enumerate(lines, 1):
            match = UNFINISHED.search(line)
            if match:
                self.report(path, number, "'%s': finish it, or file an issue" % match.group(0))

    def run(self):
        self.find_areas()
        for layer in LAYERS:
            for path in files_under(os.path.join(self.root, layer), SOURCE_ENDINGS):
                self.check_layer_file(path)
        self.check_pairs()
        for top in list(LAYERS) + ["tests"]:
            for path in files_under(os.path.join(self.root, top), SOURCE_ENDINGS):
                self.check_code(path)
        for top in list(LAYERS) + ["tests", "cmake", "packaging", "resources"]:
            for path in files_under(os.path.join(self.root, top), TEXT_ENDINGS):
                self.check_text(path)
        return self.findings


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(here))
    if not any(os.path.isdir(os.path.join(root, layer)) for layer in LAYERS):
        print("%s: no layer found there" % root)
        return 1
    findings = Checker(root).run()
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
