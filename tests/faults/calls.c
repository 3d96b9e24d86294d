/* Numbers the calls by which a process changes the world, and does one of three things at one of them.
 *
 * Preloaded (LD_PRELOAD) it stands before libc for whoever calls it: Python, SQLite, OpenSSL. It counts writes, fsyncs,
 * renames, removals, new folders, truncations, files that are made, and what is sent over a socket. Unarmed it passes
 * everything on. Armed, at its n-th call the process dies by SIGKILL before the call, or the call fails with an errno.
 * Or it stops there (SIGSTOP) until it is told to go on: then locks that are taken and released are numbered as well,
 * since another process may get in between two of them.
 *
 * A process that is started anew is armed from its first call on by FAULTS_DIE_AT and FAULTS_PAGE, the file of the page.
 *
 * The standard streams are never counted, nor pipes and terminals.
 * With a journal it notes what is durable: "W path" written, "S path" fsynced, "R from to" renamed, "M path" made,
 * "U path" removed, so that a power cut can be played afterwards.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE, FSYNC, RENAME, UNLINK, MKDIR, TRUNCATE, CREATE, SEND, KINDS };

struct shared {
    atomic_long counted[KINDS]; /* calls so far, by kind */
    atomic_long all;
    atomic_long failed; /* calls that were made to fail */
    atomic_long moments; /* calls, and locks taken and released */
};

static struct shared *shared; /* a shared page, so that whoever started us reads it after our death */
static int armed, journal = -1;
static long die_at;            /* which call of all; 0: none */
static long stop_at;           /* which moment; 0: none */
static int fail_kind = -1, fail_errno;
static long fail_at, fail_times; /* which of its kind, and how many from there on */
static long folder_length;
static char folder[PATH_MAX]; /* failing calls concern paths below this folder alone; empty: all */

void faults_page(void *page) { shared = page; }
void faults_disarm(void) { armed = 0; }
void faults_journal(int descriptor) { journal = descriptor; }

void faults_die_at(long number) { folder_length = 0; die_at = number; armed = 1; }

__attribute__((constructor)) static void armed_by_environment(void) {
    const char *page = getenv("FAULTS_PAGE"), *at = getenv("FAULTS_DIE_AT");
    void *memory;
    int descriptor;
    if (!page || !at) return;
    descriptor = (int)syscall(SYS_openat, AT_FDCWD, page, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return;
    memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (memory == MAP_FAILED) return;
    faults_page(memory);
    faults_die_at(atol(at));
    unsetenv("FAULTS_PAGE"); unsetenv("FAULTS_DIE_AT"); /* what this process starts is none of it */
}

void faults_stop_at(long number) { stop_at = number; armed = 1; }

void faults_fail(int kind, long at, long times, int with, const char *below) {
    fail_kind = kind; fail_at = at; fail_times = times; fail_errno = with;
    snprintf(folder, sizeof folder, "%s", below);
    folder_length = (long)strlen(folder);
    armed = 1;
}

static void note(const char *line, const char *one, const char *two) {
    char buffer[2 * PATH_MAX + 8];
    int length;
    if (journal < 0) return;
    length = snprintf(buffer, sizeof buffer, "%s %s%s%s\n", line, one, two ? "\t" : "", two ? two : "");
    if (length > 0) syscall(SYS_write, journal, buffer, (size_t)length);
}

static int is_socket(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) == 0 && S_ISSOCK(found.st_mode);
}

static int is_counted(int descriptor) {
    struct stat found;
    if (descriptor < 3 || descriptor == journal) return 0;
    return fstat(descriptor, &found) == 0 && (S_ISREG(found.st_mode) || S_ISSOCK(found.st_mode));
}

static void path_of(int descriptor, char *path) {
    char link[64];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static void passes_moment(void) {
    if (!armed || !shared) return;
    if (atomic_fetch_add(&shared->moments, 1) + 1 == stop_at) kill(getpid(), SIGSTOP);
}

/* Counts a call; true where it is to fail. */
static int meets(int kind, const char *path) {
    long number, of_kind;
    if (!armed || !shared) return 0;
    if (folder_length && (!path || strncmp(path, folder, (size_t)folder_length) != 0)) return 0;
    number = atomic_fetch_add(&shared->all, 1) + 1;
    of_kind = atomic_fetch_add(&shared->counted[kind], 1) + 1;
    passes_moment();
    if (die_at && number == die_at) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    if (kind == fail_kind && of_kind >= fail_at && of_kind < fail_at + fail_times) {
        atomic_fetch_add(&shared->failed, 1);
        errno = fail_errno;
        return 1;
    }
    return 0;
}

static int meets_descriptor(int kind, int descriptor) {
    char path[PATH_MAX];
    if (!armed || !is_counted(descriptor)) return 0;
    if (is_socket(descriptor)) return meets(SEND, "");
    if (!folder_length && journal < 0) return meets(kind, "");
    path_of(descriptor, path);
    if (meets(kind, path)) return 1;
    if (kind == WRITE || kind == TRUNCATE) note("W", path, NULL);
    return 0;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    return meets_descriptor(WRITE, fd) ? -1 : real(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(pwrite);
    return meets_descriptor(WRITE, fd) ? -1 : real(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    return meets_descriptor(WRITE, fd) ? -1 : real(fd, data, size, at);
}
ssize_t writev(int fd, const struct iovec *data, int count) {
    REAL(writev);
    return meets_descriptor(WRITE, fd) ? -1 : real(fd, data, count);
}
ssize_t send(int fd, const void *data, size_t size, int flags) {
    REAL(send);
    return meets_descriptor(SEND, fd) ? -1 : real(fd, data, size, flags);
}
ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length) {
    REAL(sendto);
    return meets_descriptor(SEND, fd) ? -1 : real(fd, data, size, flags, to, length);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    REAL(sendmsg);
    return meets_descriptor(SEND, fd) ? -1 : real(fd, message, flags);
}
int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    return meets_descriptor(TRUNCATE, fd) ? -1 : real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    return meets_descriptor(TRUNCATE, fd) ? -1 : real(fd, size);
}

static int synced(int fd, int (*really)(int)) {
    char path[PATH_MAX];
    int result;
    if (!armed || fd < 3) return really(fd);
    path_of(fd, path);
    if (meets(FSYNC, path)) return -1;
    result = really(fd);
    if (result == 0) note("S", path, NULL);
    return result;
}
int fsync(int fd) { REAL(fsync); return synced(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return synced(fd, real); }

/* The whole path of what a call names relative to a folder's descriptor. */
static const char *whole(int at, const char *path, char *buffer) {
    size_t length;
    if (path[0] == '/') return path;
    if (at == AT_FDCWD) { if (!getcwd(buffer, PATH_MAX)) return path; } else path_of(at, buffer);
    length = strlen(buffer);
    snprintf(buffer + length, PATH_MAX - length, "/%s", path);
    return buffer;
}

static int renamed(int from_at, const char *from, int to_at, const char *to) {
    char one[PATH_MAX], two[PATH_MAX];
    if (!armed) return 0;
    from = whole(from_at, from, one); to = whole(to_at, to, two);
    if (meets(RENAME, to)) return 1;
    note("R", from, to);
    return 0;
}
int rename(const char *from, const char *to) {
    REAL(rename);
    return renamed(AT_FDCWD, from, AT_FDCWD, to) ? -1 : real(from, to);
}
int renameat(int from_at, const char *from, int to_at, const char *to) {
    REAL(renameat);
    return renamed(from_at, from, to_at, to) ? -1 : real(from_at, from, to_at, to);
}

static int named(int kind, const char *letter, int at, const char *path) {
    char buffer[PATH_MAX];
    const char *found;
    if (!armed) return 0;
    found = whole(at, path, buffer);
    if (meets(kind, found)) return 1;
    note(letter, found, NULL);
    return 0;
}
int unlink(const char *path) { REAL(unlink); return named(UNLINK, "U", AT_FDCWD, path) ? -1 : real(path); }
int unlinkat(int at, const char *path, int flags) {
    REAL(unlinkat);
    return named(UNLINK, "U", at, path) ? -1 : real(at, path, flags);
}
int rmdir(const char *path) { REAL(rmdir); return named(UNLINK, "U", AT_FDCWD, path) ? -1 : real(path); }
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return named(MKDIR, "M", AT_FDCWD, path) ? -1 : real(path, mode);
}
int mkdirat(int at, const char *path, mode_t mode) {
    REAL(mkdirat);
    return named(MKDIR, "M", at, path) ? -1 : real(at, path, mode);
}

#define OPENS(name)                                                             \
    int name(const char *path, int flags, ...) {                                \
        mode_t mode = 0;                                                        \
        REAL(name);                                                             \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                  \
            va_list rest;                                                       \
            va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest);   \
        }                                                                       \
        if ((flags & O_CREAT) && armed && access(path, F_OK) != 0 &&            \
            named(CREATE, "M", AT_FDCWD, path)) return -1;                      \
        return real(path, flags, mode);                                         \
    }
OPENS(open)
OPENS(open64)

int openat(int at, const char *path, int flags, ...) {
    mode_t mode = 0;
    REAL(openat);
    if (flags & (O_CREAT | __O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest);
    }
    if ((flags & O_CREAT) && armed && faccessat(at, path, F_OK, 0) != 0 && named(CREATE, "M", at, path)) return -1;
    return real(at, path, flags, mode);
}

#define LOCKS(name)                                                                            \
    int name(int fd, int command, ...) {                                                       \
        va_list rest;                                                                          \
        void *given;                                                                           \
        REAL(name);                                                                            \
        va_start(rest, command); given = va_arg(rest, void *); va_end(rest);                   \
        if (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK) passes_moment(); \
        return real(fd, command, given);                                                       \
    }
LOCKS(fcntl)
LOCKS(fcntl64)
