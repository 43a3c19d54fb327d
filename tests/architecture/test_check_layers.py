#!/usr/bin/env python3
"""Shows that check_layers.py passes a clean tree and fails on every kind of violation."""
import os
import shutil
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_layers import Checker  # noqa: E402

CLEAN = {
    "core/base/Result.h": '#pragma once\n#include <QString>\n#include <optional>\n',
    "core/study/Study.h": '#pragma once\n#include "base/Result.h"\n#include <Eigen/Core>\n',
    "core/index/Index.cpp": '#include "study/Study.h"\n#include <QSqlQuery>\n#include <unicode/uchar.h>\n',
    "dicomnet/file/CMakeLists.txt": "isocenter_area(dicomnet HEADERS Reader.h SOURCES Reader.cpp)\n",
    "dicomnet/file/Reader.h": '#pragma once\n#include "study/Study.h"\n',
    "dicomnet/file/Private.h": '#pragma once\n#include <dcmtk/dcmdata/dctk.h>\n',
    "dicomnet/file/Reader.cpp": '#include "file/Reader.h"\n#include "file/Private.h"\n',
    "rendering/slice/Slice.cpp": '#include "study/Study.h"\n#include <QImage>\n#include <vtkImageData.h>\n',
    "viewer/viewport/Viewport.cpp": '#include "study/Study.h"\n#include <QWidget>\n',
    "app/open/Opener.cpp": '#include "file/Reader.h"\n#include <QMainWindow>\n',
}
# name: (file, its text, what a finding must say)
VIOLATIONS = {
    "core sees a higher layer": ("core/base/A.cpp", '#include "slice/Slice.h"\n', "core must not include rendering"),
    "viewer meets dicomnet": ("viewer/viewport/A.cpp", '#include "file/Reader.h"\n', "viewer must not include dicomnet"),
    "dicomnet meets viewer": ("dicomnet/file/A.cpp", '#include "viewport/Viewport.h"\n', "dicomnet must not include viewer"),
    "viewer sees app": ("viewer/viewport/A.cpp", '#include "open/Opener.h"\n', "viewer must not include app"),
    "core sees VTK": ("core/base/A.cpp", "#include <vtkImageData.h>\n", "core must not see VTK"),
    "core sees ITK": ("core/base/A.cpp", "#include <itkImage.h>\n", "core must not see ITK"),
    "core sees widgets": ("core/base/A.cpp", "#include <QLabel>\n", "core must not see QtWidgets"),
    "core sees Gui": ("core/base/A.cpp", "#include <QtGui/QImage>\n", "core must not see QtGui"),
    "viewer sees DCMTK": ("viewer/viewport/A.cpp", "#include <dcmtk/dcmdata/dctk.h>\n", "viewer must not see DCMTK"),
    "app sees DCMTK": ("app/open/A.cpp", "# include <dcmtk/dcmdata/dctk.h>\n", "app must not see DCMTK"),
    "viewer sees VTK": ("viewer/viewport/A.h", "#include <vtkRenderer.h>\n", "viewer must not see VTK"),
    "dicomnet sees widgets": ("dicomnet/file/A.cpp", "#include <QtWidgets/QDialog>\n", "dicomnet must not see QtWidgets"),
    "rendering sees widgets": ("rendering/slice/A.cpp", "#include <QWidget>\n", "rendering must not see QtWidgets"),
    "DCMTK in a public header": ("dicomnet/file/Reader.h", "#include <dcmtk/dcmdata/dctk.h>\n", "in a public header"),
    "GDCM": ("dicomnet/file/A.cpp", "#include <gdcmReader.h>\n", "never used here"),
    "VTK's own reader": ("rendering/slice/A.cpp", "#include <vtkDICOMImageReader.h>\n", "never used here"),
    "an area name twice": ("viewer/study/A.h", "#pragma once\n", "exists in core too"),
    "areas in a circle": ("core/base/Back.h", '#include "study/Study.h"\n', "include each other"),
    "an include without its area": ("core/base/A.cpp", '#include "Result.h"\n', 'write "area/File.h"'),
    "a file that is not there": ("core/study/A.cpp", '#include "base/Missing.h"\n', "no such file"),
    "a long file": ("core/base/A.cpp", "int a;\n" * 601, "a file of 601 lines"),
    "a long function": ("core/base/A.cpp", "namespace n {\nint f(int a)\n{\n" + "    ++a;\n" * 60 + "}\n}\n", "a function of 62 lines"),
    "a long member": ("core/base/A.h", "class A : public B<int>\n{\n    void f() const {\n" + "    g({1, 2});\n" * 60 + "}\n};\n", "a function of 62 lines"),
    "a nested event loop": ("viewer/viewport/A.cpp", "void f() { QCoreApplication::processEvents(); }\n", "processEvents"),
    "a turned loop in a test": ("tests/viewer/tst_A.cpp", "void f() { QCoreApplication::processEvents(); }\n", "processEvents"),
    "a sleep": ("core/base/A.cpp", "void f() { QThread::msleep(5); }\n", "wait by condition"),
    "a sleep in a test": ("tests/core/tst_A.cpp", "void f() { QTest::qWait(5); }\n", "wait by condition"),
    "a connection by text": ("app/open/A.cpp", "void f() { connect(a, SIGNAL(b()), c, SLOT(d())); }\n", "member pointer"),
    "unfinished work": ("core/base/A.cpp", "// TO" + "DO: the rest\n", "finish it"),
}


class CheckLayersTest(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="architecture")
        self.addCleanup(shutil.rmtree, self.root)
        for path, text in CLEAN.items():
            self.write(path, text)
        self.write("rendering/slice/Slice.h", "#pragma once\n")
        self.write("viewer/viewport/Viewport.h", "#pragma once\n")
        self.write("app/open/Opener.h", "#pragma once\n")

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def test_clean_tree_passes(self):
        self.assertEqual(Checker(self.root).run(), [])

    def test_each_violation_is_found(self):
        for name, (path, text, expected) in VIOLATIONS.items():
            with self.subTest(name):
                full = os.path.join(self.root, path)
                before = CLEAN.get(path)
                self.write(path, text)
                findings = Checker(self.root).run()
                self.assertTrue(any(expected in finding for finding in findings), "%s: %s" % (name, findings))
                os.remove(full)
                if before is not None:
                    self.write(path, before)
                elif not os.listdir(os.path.dirname(full)):
                    os.rmdir(os.path.dirname(full))

    def test_words_in_comments_and_texts_are_no_code(self):
        self.write("core/base/A.cpp", '// processEvents() is not used\nauto a = "QThread::sleep(1); {";\nauto b = R"(SIGNAL({)";\nint c = 1\'000;\n')
        self.assertEqual(Checker(self.root).run(), [])

    def test_function_of_sixty_lines_passes(self):
        self.write("core/base/A.cpp", "int f()\n{\n" + "    g();\n" * 58 + "}\nstd::array a{1,\n" + "2,\n" * 80 + "3};\n")
        self.assertEqual(Checker(self.root).run(), [])


if __name__ == "__main__":
    unittest.main()
