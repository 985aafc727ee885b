/*
 * Gives a program the address of a VPC that it is to come from: each connection to a server on loopback is bound to
 * SOURCE before it is made. Loaded before the C library (LD_PRELOAD); a program that binds by itself is let be.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define EXPORT __attribute__((visibility("default")))

typedef int (*connector)(int, const struct sockaddr *, socklen_t);

/* An IPv4 address, also one that comes as IPv6 (as from a Java machine); 0: another kind. */
static in_addr_t ipv4_of(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) return ((const struct sockaddr_in *)address)->sin_addr.s_addr;
    if (address->sa_family != AF_INET6) return 0;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
    in_addr_t four;
    if (!IN6_IS_ADDR_V4MAPPED(six)) return 0;
    memcpy(&four, six->s6_addr + 12, sizeof four);
    return four;
}

/* The servers of a VPC are on loopback; 127.0.0.1 is this machine itself. */
static bool is_server(in_addr_t address) {
    return ntohl(address) >> 24 == 127 && ntohl(address) != INADDR_LOOPBACK;
}

static bool is_unbound_stream(int descriptor) {
    int kind = 0;
    socklen_t length = sizeof kind;
    struct sockaddr_storage own = {0};
    socklen_t own_length = sizeof own;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &length) != 0 || kind != SOCK_STREAM) return false;
    if (getsockname(descriptor, (struct sockaddr *)&own, &own_length) != 0) return false;
    /* The port is in the same place in both families. */
    return ((struct sockaddr_in *)&own)->sin_port == 0;
}

static void bind_to(int descriptor, int family, in_addr_t source) {
    if (family == AF_INET) {
        struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = source};
        (void)!bind(descriptor, (struct sockaddr *)&own, sizeof own);
        return;
    }
    struct sockaddr_in6 own = {.sin6_family = AF_INET6};
    own.sin6_addr.s6_addr[10] = own.sin6_addr.s6_addr[11] = 0xff;
    memcpy(own.sin6_addr.s6_addr + 12, &source, sizeof source);
    (void)!bind(descriptor, (struct sockaddr *)&own, sizeof own);
}

EXPORT int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    connector real = (connector)dlsym(RTLD_NEXT, "connect");
    const char *wanted = getenv("TIDEGATE_SOURCE");
    in_addr_t source;
    if (wanted != NULL && inet_pton(AF_INET, wanted, &source) == 1 && is_server(ipv4_of(address)) &&
        is_unbound_stream(descriptor))
        bind_to(descriptor, address->sa_family, source);
    return real(descriptor, address, length);
}
