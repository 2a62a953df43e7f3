/* Stands between a process and the C library's calls on files under one folder (LD_PRELOAD).

   It counts those calls and, when told so, makes the n-th one fail (once, or all from then on), or writes down what
   they do, so that the images a power cut may leave can be made of it, or plays a stick of false capacity.
   Everything else passes. tests/faults/calls.py is the only one to use it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, RENAME = 4, UNLINK = 8, CREATE = 16, CUT = 32, READ = 64 };
enum { FDS = 4096 };

static char root[PATH_MAX];
static size_t root_length;
static int kinds, forever, halved, log_fd = -1;
static long wanted, counted, failed;
static int error_number, last_kind;
static long long capacity = -1, filled;
static char watched[FDS];


static int inside(int folder, const char *path) {
    char whole[PATH_MAX], link[64];
    if (!root_length) return 0;
    if (path[0] == '/') return !strncmp(path, root, root_length);
    if (folder == AT_FDCWD) {
        if (!getcwd(whole, sizeof whole)) return 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t n = readlink(link, whole, sizeof whole - 1);
        if (n < 0) return 0;
        whole[n] = 0;
    }
    return !strncmp(whole, root, root_length);
}

static int on(int fd) { return fd >= 0 && fd < FDS && watched[fd]; }

/* Whether this call is to fail; it counts. */
static int fails(int kind) {
    if (!(kinds & kind)) return 0;
    counted++;
    if (!wanted || counted < wanted || (counted > wanted && !forever)) return 0;
    if (counted == wanted) last_kind = kind;
    failed++;
    errno = error_number;
    return 1;
}

struct head { uint32_t kind; int32_t fd; int64_t at; int64_t length; };

static void note(char kind, int fd, int64_t at, const void *data, int64_t length) {
    if (log_fd < 0) return;
    int kept = errno;
    struct head head = { (uint32_t)kind, fd, at, length };
    syscall(SYS_write, log_fd, &head, sizeof head);
    while (length > 0) {
        ssize_t n = syscall(SYS_write, log_fd, data, (size_t)length);
        if (n <= 0) abort();
        data = (const char *)data + n;
        length -= n;
    }
    errno = kept;
}

static void note_path(char kind, int fd, int64_t at, int folder, const char *path) {
    char whole[PATH_MAX * 2], base[PATH_MAX], link[64];
    if (log_fd < 0) return;
    if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
    else {
        int kept = errno;
        if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) abort(); }
        else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t n = readlink(link, base, sizeof base - 1);
            if (n < 0) abort();
            base[n] = 0;
        }
        snprintf(whole, sizeof whole, "%s/%s", base, path);
        errno = kept;
    }
    note(kind, fd, at, whole, (int64_t)strlen(whole));
}

/* what the test says */

void calls_watch(const char *folder) {
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
}
void calls_fail(int which, long n, int error, int for_ever, int half) {
    kinds = which; wanted = n; error_number = error; forever = for_ever; halved = half;
    counted = failed = last_kind = 0;
}
long calls_counted(void) { return counted; }
long calls_failed(void) { return failed; }
int calls_kind(void) { return last_kind; }
void calls_record(int fd) { log_fd = fd; }
void calls_mark(const char *words) { note('!', -1, 0, words, (int64_t)strlen(words)); }
void calls_capacity(long long bytes) { capacity = bytes; filled = 0; }

/* opening */

static int opened(int fd, int folder, const char *path, int flags) {
    if (fd < 0 || fd >= FDS) return fd;
    watched[fd] = inside(folder, path);
    if (watched[fd]) note_path('o', fd, flags, folder, path);
    return fd;
}

static int open_kind(int flags) { return flags & (O_CREAT | O_TRUNC) ? CREATE : READ; }

#define OPENS(name, params, folder, call)                                             \
    int name params {                                                                 \
        mode_t mode = 0;                                                              \
        if (flags & (O_CREAT | O_TMPFILE)) {                                          \
            va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); \
        }                                                                             \
        if (inside(folder, path) && !(flags & O_DIRECTORY) && fails(open_kind(flags))) return -1; \
        return opened(call, folder, path, flags);                                     \
    }
#define OPEN(name)                                                                    \
    OPENS(name, (const char *path, int flags, ...), AT_FDCWD,                         \
          (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode))
#define OPENAT(name)                                                                  \
    OPENS(name, (int folder, const char *path, int flags, ...), folder,               \
          (int)syscall(SYS_openat, folder, path, flags, mode))
OPEN(open) OPEN(open64) OPENAT(openat) OPENAT(openat64)

int close(int fd) {
    if (on(fd)) { watched[fd] = 0; note('c', fd, 0, 0, 0); }
    return (int)syscall(SYS_close, fd);
}

/* writing */

static ssize_t put(int fd, const void *data, size_t length, off_t at, int at_place) {
    const char *from = data;
    static const char nothing[65536];
    if (capacity >= 0 && filled + (long long)length > capacity) {
        /* The stick says it took it; what lies there is something else. */
        if (length > sizeof nothing) length = sizeof nothing;
        from = nothing;
    }
    filled += (long long)length;
    ssize_t done = at_place ? syscall(SYS_pwrite64, fd, from, length, at) : syscall(SYS_write, fd, from, length);
    return done;
}

static ssize_t writes(int fd, const void *data, size_t length, off_t at, int at_place) {
    if (!on(fd)) return at_place ? syscall(SYS_pwrite64, fd, data, length, at) : syscall(SYS_write, fd, data, length);
    if (halved && (kinds & WRITE) && wanted && counted + 1 == wanted && length > 1) {
        /* A full disk takes a part, and nothing of what comes after. */
        counted++; wanted++;
        length /= 2;
    } else if (fails(WRITE)) return -1;
    off_t place = at_place ? at : lseek(fd, 0, SEEK_CUR);
    ssize_t done = put(fd, data, length, at, at_place);
    if (done > 0) note('w', fd, place, data, done);
    return done;
}

ssize_t write(int fd, const void *data, size_t length) { return writes(fd, data, length, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return writes(fd, data, length, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return writes(fd, data, length, at, 1); }

#define CUTS(name, kind_of_length)                                                    \
    int name(int fd, kind_of_length length) {                                         \
        if (on(fd) && fails(CUT)) return -1;                                          \
        int done = (int)syscall(SYS_ftruncate, fd, length);                           \
        if (!done && on(fd)) note('t', fd, length, 0, 0);                             \
        return done;                                                                  \
    }
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)

#define SYNCS(name, number)                                                           \
    int name(int fd) {                                                                \
        if (on(fd) && fails(SYNC)) return -1;                                         \
        int done = (int)syscall(number, fd);                                          \
        if (!done && on(fd)) note('s', fd, 0, 0, 0);                                  \
        return done;                                                                  \
    }
SYNCS(fsync, SYS_fsync)
SYNCS(fdatasync, SYS_fdatasync)

/* names */

static int renames(int from_folder, const char *from, int to_folder, const char *to) {
    int here = inside(from_folder, from) || inside(to_folder, to);
    if (here && fails(RENAME)) return -1;
    int done = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    if (!done && here) { note_path('r', 0, 0, from_folder, from); note_path('R', 0, 0, to_folder, to); }
    return done;
}
int rename(const char *from, const char *to) { return renames(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int a, const char *from, int b, const char *to) { return renames(a, from, b, to); }

static int unlinks(int folder, const char *path, int flags) {
    int here = inside(folder, path);
    if (here && fails(UNLINK)) return -1;
    int done = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (!done && here) note_path(flags & AT_REMOVEDIR ? 'D' : 'u', 0, 0, folder, path);
    return done;
}
int unlink(const char *path) { return unlinks(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return unlinks(folder, path, flags); }
int rmdir(const char *path) { return unlinks(AT_FDCWD, path, AT_REMOVEDIR); }

static int makes(int folder, const char *path, mode_t mode) {
    int here = inside(folder, path);
    if (here && fails(CREATE)) return -1;
    int done = (int)syscall(SYS_mkdirat, folder, path, mode);
    if (!done && here) note_path('m', 0, 0, folder, path);
    return done;
}
int mkdir(const char *path, mode_t mode) { return makes(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return makes(folder, path, mode); }

/* reading: only a stick that was pulled out fails here */

ssize_t read(int fd, void *to, size_t length) {
    if (on(fd) && fails(READ)) return -1;
    return syscall(SYS_read, fd, to, length);
}
ssize_t pread64(int fd, void *to, size_t length, off64_t at) {
    if (on(fd) && fails(READ)) return -1;
    return syscall(SYS_pread64, fd, to, length, at);
}
