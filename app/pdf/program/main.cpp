#include "pdf/program/Confinement.h"
#include "pdf/program/PdfServer.h"

#include <QtEndian>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <unistd.h>

// isocenter-pdf: draws the pages of one PDF for the station, which does not trust the file. Requests on the standard input,
// answers on the standard output, as app/pdf/PdfProtocol.h says; ends with its input. `--check` says what it may not do.

using namespace isocenter::pdf;

namespace {

constexpr int kSeconds = 60; // of processor time a request; the station's patience is shorter

bool readAll(char* data, qint64 bytes)
{
    while (bytes > 0) {
        const ssize_t got = read(STDIN_FILENO, data, static_cast<std::size_t>(bytes));
        if (got <= 0) {
            if (got < 0 && errno == EINTR) {
                continue;
            }
            return false;
        }
        data += got;
        bytes -= got;
    }
    return true;
}

bool writeAll(const char* data, qint64 bytes)
{
    while (bytes > 0) {
        const ssize_t put = write(STDOUT_FILENO, data, static_cast<std::size_t>(bytes));
        if (put < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        data += put;
        bytes -= put;
    }
    return true;
}

int serve()
{
    PdfServer server;
    for (;;) {
        quint32 length = 0;
        if (!readAll(reinterpret_cast<char*>(&length), sizeof(length))) {
            return 0;
        }
        length = qFromLittleEndian(length);
        if (length < 1 || length > kMostFileBytes + 64) {
            return 1;
        }
        QByteArray request(static_cast<qsizetype>(length), Qt::Uninitialized);
        if (!readAll(request.data(), request.size())) {
            return 0;
        }
        allowSeconds(kSeconds);
        const QByteArray answer = server.answer(request);
        const quint32 bytes = qToLittleEndian(static_cast<quint32>(answer.size()));
        if (answer.isEmpty() || !writeAll(reinterpret_cast<const char*>(&bytes), sizeof(bytes)) ||
            !writeAll(answer.constData(), answer.size())) {
            return 1;
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    confine();
    if (argc > 1 && std::strcmp(argv[1], "--check") == 0) {
        reportConfinement();
        return 0;
    }
    return serve();
}
