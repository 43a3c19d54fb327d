<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of a command</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CornerTexts</name>
    <message>
        <source>The corner texts cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DatasetWriter</name>
    <message>
        <source>The image could not be written as a DICOM file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemoFolder</name>
    <message>
        <source>A demonstration image could not be written to the folder: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemoStudies</name>
    <message>
        <source>Demonstration studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n demonstration image(s) are ready.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n demonstration image(s) could not be stored: %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The demonstration studies were cancelled; %1 of %2 images are stored.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DicomFile</name>
    <message>
        <source>There is no permission to read this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a regular file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This DICOMDIR holds no directory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The modality lookup table is damaged and was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A VOI lookup table is damaged and was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescale or window values of this image make no sense and were not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The colour palette is missing or damaged; the image cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ... (shortened)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>... (%1 bytes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to read this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file says that it is deflated, but it is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file does not state its transfer syntax; it was guessed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not written in the transfer syntax that it states.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a DICOM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has no DICOM file meta information.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header describes another number of frames than the image has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixel spacing of this image makes no sense and was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The orientation of this image makes no sense and was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is truncated: it ends within the header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds no DICOM data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The character set of this file is unknown; names may be misread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to unpack this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deflated data grow beyond 256 MiB when unpacked; the file is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deflated data are damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not deflated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits Stored and High Bit of this image contradict each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file promises more frames than it holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header does not describe the pixel data; the image cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number of frames makes no sense; one frame is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header has too many elements; only the first ones were read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file ends before its content does: it is truncated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sequence in the header is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header is damaged; only what precedes the damage was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header nests sequences more than 64 levels deep; it was not read further.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header is too long or cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ElementModel</name>
    <message>
        <source>Item %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undefined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileWalk</name>
    <message>
        <source>This link leads back to itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file or folder, or it may not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder may not be read (%1).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FrameReader</name>
    <message>
        <source>The image claims to be far larger than its data; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The compressed image has another size than its header says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This form of JPEG compression cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The compressed image is damaged: it is of no known format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The compressed pixel data are damaged: their first item is not valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The compressed pixel data have too many fragments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number of compressed frames in the file does not agree with its header, so no frame can be told from another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This frame is missing in the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The compressed frame is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images compressed with %1 cannot be shown yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has no pixel data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image has no frame of this number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixel data are not compressed as the file says they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image has no colour palette though its header asks for one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compressed floating point pixels cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image is damaged; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JPEG compressed image is damaged or incomplete; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JPEG 2000 compressed image is damaged or incomplete; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This form of JPEG 2000 (subsampled components) cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The compressed image is damaged: it has no valid JPEG header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JPEG-LS compressed image is damaged or incomplete; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file ends before this image is complete; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels with this number of bits cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This form of YBR_FULL_422 pixel data cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be opened any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a regular file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image has no valid number of rows and columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images with this number of samples per pixel cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The RLE compressed image is incomplete; it is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The RLE compressed image does not agree with its header.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageSeries</name>
    <message>
        <source>Object %1 (%2) has no picture to show.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageViewport</name>
    <message>
        <source>Image viewport</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportReportDialog</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 files stored in %3 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 were here already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the list of refused files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspect</name>
    <message>
        <source>This object has no pixel data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usage: isocenter inspect PATH...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobsButton</name>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No jobs running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 job running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 jobs running</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JOBS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is running. Imports show here with their rate and time left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayoutPicker</name>
    <message>
        <source>Layout of the viewports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rows, %2 columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Isocenter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the selected study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave imported files in place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make demonstration studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strip of series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DICOM tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text at 100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatientBanner</name>
    <message>
        <source>Study in view: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acc. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pixels</name>
    <message>
        <source>Usage: isocenter pixels PATH... [--frame N, from 1] [--stage stored|modality|display] [--window C,W] [--size WxH] [--out FILE] [--sha256]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stage is one of stored, modality, display.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames are numbered from 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A window is given as centre,width with a width of at least 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A size is given as WIDTHxHEIGHT, at most 16384 each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--window and --size need --stage display.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floating point pixels have no integer stored values to be hashed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was written to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has no pixel data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame %1: the file has %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image cannot be turned into a picture: its attributes contradict each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixels cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Show the series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SERIES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold the series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Series %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, image %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeriesStrip</name>
    <message>
        <source>Series of the study</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeriesStripModel</name>
    <message>
        <source>still arriving</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) between slices</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) not shown</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>part %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>There is no picture in this series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Series %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the active viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on the screen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeriesThumbnail</name>
    <message>
        <source>The small picture could not be made.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeriesThumbnails</name>
    <message>
        <source>No picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutDialog</name>
    <message>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys are as delivered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key for &quot;%1&quot;:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an action to give it another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not a key map. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key maps (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutModel</name>
    <message>
        <source>%1 is already the key of &quot;%2&quot;. Give that another key first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Study</name>
    <message>
        <source>%1 d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 wk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 mo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 y</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StudyBrowser</name>
    <message>
        <source>No study matches this search.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StudyFilterBar</name>
    <message>
        <source>Search name, ID, accession, description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study date: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>31 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any part, or * and ?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accession</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>study or series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CT, MR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2024-03</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Born</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1961</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age, years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>60</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Female</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Male</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a date yet, so it does not restrict. Write 2024, 2024-03 or 2024-03-31.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a number of years, so it does not restrict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sex: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters (%1)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StudyOpener</name>
    <message>
        <source>There are no DICOM images in this place.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StudySeriesPane</name>
    <message>
        <source>1 image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Series of the selected study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a study to see its series.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StudyTableModel</name>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Born, age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accession</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TagViewer</name>
    <message>
        <source>DICOM TAGS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all rows shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the tag viewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search tag, name or value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data elements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an image to see its data elements here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>The theme file has no colour for &quot;%1&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Viewport</name>
    <message>
        <source>at detector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ViewportActions</name>
    <message>
        <source>Viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slices and series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools of the left button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links between viewports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window as sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window over the full range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next window of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit into the viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One image pixel a screen pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip left and right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip top and bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Magnifier at the mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smooth pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten slices on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten slices back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two, one below the other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two rows of two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two rows of three</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three rows of two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three rows of three</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four rows of four</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active viewport over all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewport to the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewport to the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewport above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewport below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same place in all viewports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll others along by number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same zoom and pan in all viewports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same window in viewports of one modality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window of a region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Magnify while pressed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, for one drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the tool before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window preset %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ViewportGrid</name>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>No studies here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a folder, single DICOM files, a DICOMDIR or a .zip. Images are copied into the short-term storage of this program; the originals are never changed. You can also drop files and folders anywhere on this window to read them at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing at hand? Isocenter can make phantom studies to try everything on: CT with spheres of known size, MR, a radiograph and an ultrasound clip, with a prior of the same patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make demonstration studies</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowPresets</name>
    <message>
        <source>The list of window presets cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full range</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>isocenter</name>
    <message>
        <source>INCOMPLETE: %1 images so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 images cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading: %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 objects of this series have no picture here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SLICES MISSING after this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SLICES MISSING before this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slices missing after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slices missing in %1 places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LOSSY, ratio unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LOSSY %1:1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FOR PROCESSING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DERIVED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BURNED-IN TEXT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLIPPED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No patient name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No patient ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>born %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>birth date unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>male</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>female</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sex unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LEFT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RIGHT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BOTH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>INVERTED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VOI LUT %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>W %1  C %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sigmoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>full range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1:1 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned %1°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uncompressed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2, %3 bit, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slice %1 / %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame %1 / %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image %1 / %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loc %1 mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oblique, centre %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms a frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playing %1 of %2 frames/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playing %1 frames/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pixels as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No images here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a series here, or double-click one in the strip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This series has no picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>padding (stored %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
