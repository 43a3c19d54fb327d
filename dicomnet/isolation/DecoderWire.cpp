#include "isolation/DecoderWire.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <unistd.h>

namespace isocenter::wire {

bool send(int socket, const void* packet, std::size_t bytes, const int* descriptors, int count)
{
    iovec part{const_cast<void*>(packet), bytes};
    alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))] = {};
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (count > 0) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(static_cast<std::size_t>(count) * sizeof(int));
        cmsghdr* head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(static_cast<std::size_t>(count) * sizeof(int));
        std::memcpy(CMSG_DATA(head), descriptors, static_cast<std::size_t>(count) * sizeof(int));
    }
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes);
}

bool receive(int socket, void* packet, std::size_t bytes, Descriptors* descriptors)
{
    iovec part{packet, bytes};
    alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))] = {};
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptors) {
        descriptors->fill(-1);
        message.msg_control = control;
        message.msg_controllen = sizeof control;
    }
    ssize_t got = -1;
    do {
        got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return false;
    }
    const cmsghdr* head = descriptors ? CMSG_FIRSTHDR(&message) : nullptr;
    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
        std::memcpy(descriptors->data(), CMSG_DATA(head), std::min(sizeof *descriptors, head->cmsg_len - CMSG_LEN(0)));
    }
    return got == static_cast<ssize_t>(bytes) && (message.msg_flags & MSG_TRUNC) == 0;
}

} // namespace isocenter::wire
