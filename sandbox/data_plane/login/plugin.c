/*
 * AWSAuthenticationPlugin, as a server plugin: asks the client for its token in clear text over TLS, and a verifier on a
 * unix socket whether it opens a session. MySQL's headers are not needed: what follows is its plugin interface, which
 * has kept its layout from 8.0.27 on; FOR_MARIADB is that of MariaDB, which went its own way.
 * https://dev.mysql.com/doc/extending-mysql/8.4/en/writing-authentication-plugins.html
 * https://github.com/MariaDB/server/blob/10.11/include/mysql/plugin_auth.h
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum {
#ifdef FOR_MARIADB
    PLUGIN_INTERFACE = 0x010E,
    AUTHENTICATION_INTERFACE = 0x0202,
    USER_NAME_BYTES = 512,
    EXTERNAL_NAME_BYTES = 512,
#else
    PLUGIN_INTERFACE = 0x010B,
    AUTHENTICATION_INTERFACE = 0x0201,
    USER_NAME_BYTES = 96,
    EXTERNAL_NAME_BYTES = 511,
#endif
    STABLE = 5,
    AUTHENTICATION_PLUGIN = 7,
    LICENSE_PROPRIETARY = 0,
    SIGNED_IN = -1,
    REFUSED = 0,
    WRONG_CREDENTIALS = 1,
    PLUGIN_FAILED = 3,
    PASSWORD_USED = 1,
    NEEDS_PRIVILEGE_TO_CHANGE = 1,
    OVER_TCP = 1,
    OVER_SOCKET = 2,
    TOKEN_BYTES = 8192,
    ANSWER_SECONDS = 10
};

struct transport {
    int protocol;
    int socket;
    bool encrypted;
    /* Newer servers may write more. */
    char reserved[64];
};

struct channel {
    int (*read_packet)(struct channel *, unsigned char **);
    int (*write_packet)(struct channel *, const unsigned char *, int);
    void (*info)(struct channel *, struct transport *);
};

struct login {
    char *user_name;
    unsigned int user_name_length;
    const char *auth_string;
    unsigned long auth_string_length;
    char authenticated_as[USER_NAME_BYTES + 1];
    char external_user[EXTERNAL_NAME_BYTES + 1];
    int password_used;
    const char *host_or_ip;
    unsigned int host_or_ip_length;
#ifdef FOR_MARIADB
    void *session;
#endif
};

#ifdef FOR_MARIADB

struct authentication {
    int interface_version;
    const char *client_plugin;
    int (*authenticate_user)(struct channel *, struct login *);
    int (*hash_password)(const char *, size_t, char *, size_t *);
    int (*preprocess_hash)(const char *, size_t, unsigned char *, size_t *);
};

struct plugin {
    int type;
    void *info;
    const char *name;
    const char *author;
    const char *description;
    int license;
    int (*init)(void *);
    int (*deinit)(void *);
    unsigned int version;
    void *status_variables;
    void *system_variables;
    const char *version_info;
    unsigned int maturity;
};

#else

struct authentication {
    int interface_version;
    const char *client_plugin;
    int (*authenticate_user)(struct channel *, struct login *);
    int (*generate_authentication_string)(char *, unsigned int *, const char *, unsigned int);
    int (*validate_authentication_string)(char *, unsigned int);
    int (*set_salt)(const char *, unsigned int, unsigned char *, unsigned char *);
    unsigned long flags;
    int (*compare_password_with_hash)(const char *, unsigned long, const char *, unsigned long, int *);
};

struct plugin {
    int type;
    void *info;
    const char *name;
    const char *author;
    const char *description;
    int license;
    int (*init)(void *);
    int (*check_uninstall)(void *);
    int (*deinit)(void *);
    unsigned int version;
    void *status_variables;
    void *system_variables;
    void *reserved;
    unsigned long flags;
};

#endif

static bool send_all(int verifier, const void *data, size_t length) {
    const char *next = data;
    while (length > 0) {
        ssize_t sent = send(verifier, next, length, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        next += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* A field is its length in four bytes, in this machine's order, and its bytes. */
static bool send_field(int verifier, const void *data, size_t length) {
    uint32_t header = (uint32_t)length;
    return send_all(verifier, &header, sizeof header) && send_all(verifier, data, length);
}

static int connected_verifier(void) {
    const char *path = getenv("TIDEGATE_LOGIN_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval limit = {.tv_sec = ANSWER_SECONDS};
    if (path == NULL || strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int verifier = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (verifier < 0) return -1;
    setsockopt(verifier, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(verifier, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(verifier, (struct sockaddr *)&address, sizeof address) == 0) return verifier;
    close(verifier);
    return -1;
}

static int verified(const struct login *login, const char *token, size_t length) {
    char answer = 'n';
    int verifier = connected_verifier();
    if (verifier < 0) return PLUGIN_FAILED;
    bool answered = send_field(verifier, login->user_name, login->user_name_length) &&
                    send_field(verifier, login->host_or_ip, login->host_or_ip_length) &&
                    send_field(verifier, token, length) && recv(verifier, &answer, 1, 0) == 1;
    close(verifier);
    if (!answered) return PLUGIN_FAILED;
    return answer == 'y' ? SIGNED_IN : WRONG_CREDENTIALS;
}

static bool is_private(struct channel *channel) {
    struct transport transport = {0};
    channel->info(channel, &transport);
    if (transport.protocol == OVER_SOCKET) return true;
#ifdef TELLS_OF_TLS
    return transport.protocol == OVER_TCP && transport.encrypted;
#else
    /* Older servers do not say: require_secure_transport decides, before a plugin is asked. */
    return transport.protocol == OVER_TCP;
#endif
}

static int authenticate(struct channel *channel, struct login *login) {
    unsigned char *packet = NULL;
    login->password_used = PASSWORD_USED;
    if (!is_private(channel)) return WRONG_CREDENTIALS;
    int length = channel->read_packet(channel, &packet);
    if (length < 0) return REFUSED;
    size_t token = strnlen((const char *)packet, (size_t)length);
    if (token == 0 || token > TOKEN_BYTES || login->user_name == NULL) return WRONG_CREDENTIALS;
#ifdef FOR_MARIADB
    if (login->auth_string_length != 3) return WRONG_CREDENTIALS;
#endif
    return verified(login, (const char *)packet, token);
}

#define HANDLER \
    .interface_version = AUTHENTICATION_INTERFACE, .client_plugin = "mysql_clear_password", \
    .authenticate_user = authenticate

#define DECLARATION \
    .type = AUTHENTICATION_PLUGIN, .info = &authentication, .name = "AWSAuthenticationPlugin", .author = "Tidegate", \
    .description = "Logs in with IAM tokens, which the sandbox's own IAM verifies", .license = LICENSE_PROPRIETARY, \
    .version = 0x0100

#ifdef FOR_MARIADB

/* What an account must have behind AS, as on RDS: it is not asked of one that has nothing there. */
static int only_rds(const char *text, size_t length, unsigned char *out, size_t *out_length) {
    if (length != 3 || *out_length < 3 || memcmp(text, "RDS", 3) != 0) return 1;
    memcpy(out, text, 3);
    *out_length = 3;
    return 0;
}

static struct authentication authentication = {
    HANDLER,
    .preprocess_hash = only_rds,
};

EXPORT int _maria_plugin_interface_version_ = PLUGIN_INTERFACE;
EXPORT int _maria_sizeof_struct_st_plugin_ = sizeof(struct plugin);
EXPORT struct plugin _maria_plugin_declarations_[] = {
    {
        DECLARATION,
        .version_info = "1.0",
        .maturity = STABLE,
    },
    {0},
};

#else

/* There is nothing to hash: `IDENTIFIED ... BY 'password'` is an error, as on RDS. */
static int no_password(char *out, unsigned int *length, const char *password, unsigned int password_length) {
    (void)out, (void)password, (void)password_length;
    *length = 0;
    return 1;
}

/*
 * A user with an attribute is asked for twice when users are loaded: for what it was made with, and for a second
 * password that it has not, as an empty text. A server leaves a user out of whom one of the two is refused.
 */
static int is_known(char *text, unsigned int length) {
    return length == 0 || (length == 3 && memcmp(text, "RDS", 3) == 0) ? 0 : 1;
}

static int no_salt(const char *text, unsigned int length, unsigned char *salt, unsigned char *salt_length) {
    (void)text, (void)length, (void)salt;
    *salt_length = 0;
    return 0;
}

static struct authentication authentication = {
    HANDLER,
    .generate_authentication_string = no_password,
    .validate_authentication_string = is_known,
    .set_salt = no_salt,
    .flags = NEEDS_PRIVILEGE_TO_CHANGE,
};

EXPORT int _mysql_plugin_interface_version_ = PLUGIN_INTERFACE;
EXPORT int _mysql_sizeof_struct_st_plugin_ = sizeof(struct plugin);
EXPORT struct plugin _mysql_plugin_declarations_[] = {
    {
        DECLARATION,
    },
    {0},
};

#endif
