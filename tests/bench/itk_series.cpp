// itk_series FOLDER: the seconds that ITK takes to find the series of a folder and to read it into one volume (median of 3). A
// peer to compare with, no part of the program.

#include <itkGDCMImageIO.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImage.h>
#include <itkImageSeriesReader.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

namespace {

double readOnce(const char* folder)
{
    const auto start = std::chrono::steady_clock::now();
    const auto names = itk::GDCMSeriesFileNames::New();
    names->SetDirectory(folder);
    const auto reader = itk::ImageSeriesReader<itk::Image<short, 3>>::New();
    reader->SetImageIO(itk::GDCMImageIO::New());
    reader->SetFileNames(names->GetInputFileNames());
    reader->Update();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char* argv[])
{
    if (argc != 2) {
        std::fputs("itk_series FOLDER\n", stderr);
        return 2;
    }
    try {
        double times[] = {readOnce(argv[1]), readOnce(argv[1]), readOnce(argv[1])};
        std::sort(std::begin(times), std::end(times));
        std::printf("{\"seconds\":%.4f}\n", times[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
