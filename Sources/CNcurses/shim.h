// The only place that includes curses. Wide characters are asked for here: SwiftPM drops -D from pkg-config.
//
// Every function says why Swift cannot call the original. What stands under "signals" keeps its state in this
// header, one copy for each Swift file that calls it: call those from Terminal/TerminalGuard.swift only.
#ifndef AGENT_TUI_CNCURSES_SHIM_H
#define AGENT_TUI_CNCURSES_SHIM_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <ncurses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// MARK: curses

// `stdscr` and `curscr` are macros in some builds of ncurses and global variables in others; Swift 6 takes no
// global variable of C that may change.
static inline WINDOW *_Nullable agent_tui_stdscr(void) { return stdscr; }
static inline WINDOW *_Nullable agent_tui_curscr(void) { return curscr; }

// `newterm` wants streams, whose type is not the same to Swift in every C library, and a mutable name in older headers.
// Nothing is read from the one for input. The stream lives as long as the process, since `delscreen` does not close it.
static inline SCREEN *_Nullable agent_tui_newterm(const char *_Nonnull term, int output) {
  int copy = fcntl(output, F_DUPFD_CLOEXEC, 3);
  FILE *stream = copy >= 0 ? fdopen(copy, "w") : NULL;
  return stream != NULL ? newterm((char *)term, stream, stream) : NULL;
}

// `COLORS` and `COLOR_PAIRS`: as above.
static inline int agent_tui_colors(void) { return COLORS; }
static inline int agent_tui_color_pairs(void) { return COLOR_PAIRS; }

// The attributes are macros with casts, which Swift does not import.
static inline attr_t agent_tui_attributes(bool bold, bool italic, bool underline, bool reverse, bool dim) {
  attr_t attributes = A_NORMAL;
  if (bold) attributes |= A_BOLD;
#ifdef A_ITALIC
  if (italic) attributes |= A_ITALIC;
#endif
  if (underline) attributes |= A_UNDERLINE;
  if (reverse) attributes |= A_REVERSE;
  if (dim) attributes |= A_DIM;
  return attributes;
}

// Pairs beyond 32767 and colours of 24 bits need the functions of ncurses 6.1, which older ones do not declare.
static inline int agent_tui_init_pair(int pair, int foreground, int background) {
#if NCURSES_VERSION_MAJOR > 6 || (NCURSES_VERSION_MAJOR == 6 && NCURSES_VERSION_MINOR >= 1)
  return init_extended_pair(pair, foreground, background);
#else
  if (pair > 32767 || foreground > 32767 || background > 32767) return ERR;
  return init_pair((short)pair, (short)foreground, (short)background);
#endif
}

// `wattr_set` is a macro; the pair goes through its last argument, which is wider than the one before.
static inline void agent_tui_set_attributes(WINDOW *_Nonnull window, attr_t attributes, int pair) {
#if NCURSES_VERSION_MAJOR > 6 || (NCURSES_VERSION_MAJOR == 6 && NCURSES_VERSION_MINOR >= 1)
  (void)wattr_set(window, attributes, (short)pair, &pair);
#else
  (void)wattr_set(window, attributes, (short)pair, NULL);
#endif
}

// `mvwaddnwstr` is a macro with a comma expression.
static inline void agent_tui_put(WINDOW *_Nonnull window, int row, int column, const wchar_t *_Nonnull text, int count) {
  if (wmove(window, row, column) != ERR) (void)waddnwstr(window, text, count);
}

// `tparm` takes a variable number of arguments.
static inline const char *_Nullable agent_tui_move_sequence(int row, int column) {
  const char *format = tigetstr((char *)"cup");
  if (format == NULL || format == (char *)-1) return NULL;
  return tparm((char *)format, (long)row, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

// `wcwidth` is declared by glibc for _XOPEN_SOURCE only, which Swift's module of it does not set.
extern int wcwidth(wchar_t character);
static inline int agent_tui_library_width(wchar_t character) { return wcwidth(character); }

// The names of the capabilities, in the order of a compiled description, are arrays without a length.
static inline const char *_Nullable agent_tui_flag_name(int index) { return boolnames[index]; }
static inline const char *_Nullable agent_tui_number_name(int index) { return numnames[index]; }
static inline const char *_Nullable agent_tui_string_name(int index) { return strnames[index]; }

// `ioctl` takes a variable number of arguments.
static inline bool agent_tui_window_size(int descriptor, int *_Nonnull width, int *_Nonnull height) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return false;
  *width = size.ws_col;
  *height = size.ws_row;
  return true;
}

// `memfd_create` is declared for _GNU_SOURCE only. -1 where the system has no files in memory.
#ifdef __linux__
extern int memfd_create(const char *_Nonnull name, unsigned int flags);
#endif
static inline int agent_tui_memory_file(void) {
#ifdef __linux__
  return memfd_create("agent-tui", 1 /* MFD_CLOEXEC */);
#else
  return -1;
#endif
}

// MARK: signals
//
// All of this is C because a Swift function may allocate or initialise something at its first use, and a signal
// handler must not.
//
// A static variable of a header exists once for each object file that uses it, and which those are is the optimiser's
// choice. So the state is named only by `agent_tui_guard_begin` and the handlers that it installs, which are always in one
// object file; everything else is given what begin returned.

enum { AGENT_TUI_SIGNALS = 65, AGENT_TUI_RESTORE_BYTES = 512 };

struct agent_tui_guard {
  volatile sig_atomic_t armed;       // the terminal is ours and must be given back
  volatile sig_atomic_t resized;     // SIGWINCH came
  volatile sig_atomic_t stopped;     // SIGTSTP came
  volatile sig_atomic_t terminated;  // TERM, HUP, INT or QUIT came: which
  int terminal;                      // the descriptor of the terminal
  int line;                          // the one to write to it by
  int wake;                          // the writing end of the pipe that ends a poll
  int real_errors;                   // where standard error went before, or -1
  int kept_errors;                   // the file that it goes to meanwhile, or -1
  struct termios modes;
  char bytes[AGENT_TUI_RESTORE_BYTES];
  int count;
  struct sigaction before[AGENT_TUI_SIGNALS];
};

// For `agent_tui_guard_begin`, the handlers, and what they call.
static struct agent_tui_guard agent_tui_state = {
    .terminal = -1, .line = -1, .wake = -1, .real_errors = -1, .kept_errors = -1};

// Whether a descriptor takes bytes, now or before so many microseconds (less than a million) are over. By `select`: a header
// with `poll` here would make its structure this module's in some builds, and the system's in others.
static inline bool agent_tui_has_room(int descriptor, int microseconds) {
  struct timeval most = {.tv_usec = microseconds};
  fd_set writable;
  FD_ZERO(&writable);
  bool fits = descriptor >= 0 && descriptor < FD_SETSIZE;
  if (fits) FD_SET(descriptor, &writable);
  return select(fits ? descriptor + 1 : 0, NULL, &writable, NULL, &most) > 0;
}

// Writes what gives the terminal back. Where its line is full, what it holds is a picture that is going away: that is
// thrown away, so that nobody waits for it, and what the program says last has room too. A line that takes nothing even
// then is given up after a second.
static inline void agent_tui_give_back(int line, const char *_Nonnull bytes, size_t count, bool is_full) {
  // A line may take some bytes more when it says that it is full; what comes after these must have room as well.
  is_full = is_full || !agent_tui_has_room(line, 0);
  if (is_full) (void)tcflush(line, TCOFLUSH);
  size_t sent = 0;
  for (int waits = 0; sent < count && waits < 10;) {
    ssize_t written = write(line, bytes + sent, count - sent);
    if (written > 0) {
      sent += (size_t)written;
    } else if (written < 0 && errno != EINTR && errno != EAGAIN) {
      return;
    } else if ((written == 0 || errno == EAGAIN) && !is_full) {
      // With the beginning of these bytes, which are the same for being sent twice.
      (void)tcflush(line, TCOFLUSH);
      is_full = true;
      sent = 0;
    } else if (written == 0 || errno == EAGAIN) {
      (void)agent_tui_has_room(line, 100000);
      waits++;
    }
  }
}

static inline void agent_tui_write_all(int descriptor, const char *_Nonnull bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

// Shows what was written to standard error while the screen was ours: its last 16 KB.
static inline void agent_tui_show_errors(struct agent_tui_guard *_Nonnull guard) {
  if (guard->real_errors < 0) return;
  (void)dup2(guard->real_errors, STDERR_FILENO);
  if (guard->kept_errors < 0) return;
  char part[1024];
  off_t end = lseek(guard->kept_errors, 0, SEEK_END);
  off_t place = end > 16384 ? end - 16384 : 0;
  while (place < end) {
    ssize_t count = pread(guard->kept_errors, part, sizeof part, place);
    if (count <= 0) break;
    agent_tui_write_all(STDERR_FILENO, part, (size_t)count);
    place += count;
  }
  (void)ftruncate(guard->kept_errors, 0);
}

static inline void agent_tui_restore(void) {
  if (!agent_tui_state.armed) return;
  agent_tui_state.armed = 0;
  agent_tui_give_back(agent_tui_state.line, agent_tui_state.bytes, (size_t)agent_tui_state.count, false);
  (void)tcflush(agent_tui_state.terminal, TCIFLUSH);
  (void)tcsetattr(agent_tui_state.terminal, TCSANOW, &agent_tui_state.modes);
  agent_tui_show_errors(&agent_tui_state);
}

static inline void agent_tui_wake(void) {
  char byte = 0;
  if (agent_tui_state.wake >= 0) (void)!write(agent_tui_state.wake, &byte, 1);
}

static void agent_tui_end_by(int signal) {
  agent_tui_restore();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  (void)sigaction(signal, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
  (void)raise(signal);
}

// A crash: the terminal first, then the default action, so that the parent sees which signal it was.
static void agent_tui_crashed(int signal) { agent_tui_end_by(signal); }

// The first time the program is told and may end in order; the second time, or when the seconds are over, it ends.
static void agent_tui_asked_to_end(int signal) {
  int saved = errno;
  if (signal == SIGALRM) {
    agent_tui_end_by(agent_tui_state.terminated ? agent_tui_state.terminated : SIGTERM);
  } else if (agent_tui_state.terminated) {
    agent_tui_end_by(signal);
  } else {
    agent_tui_state.terminated = signal;
    (void)alarm(5);
    agent_tui_wake();
  }
  errno = saved;
}

static void agent_tui_noted(int signal) {
  int saved = errno;
  if (signal == SIGWINCH) agent_tui_state.resized = 1;
  if (signal == SIGTSTP) agent_tui_state.stopped = 1;
  agent_tui_wake();
  errno = saved;
}

static inline void agent_tui_handle(int signal, void (*_Nonnull handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  (void)sigaction(signal, &action, &agent_tui_state.before[signal]);
}

static const int agent_tui_crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
static const int agent_tui_ends[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM};
static const int agent_tui_notes[] = {SIGWINCH, SIGTSTP};

// Remembers the terminal's modes and takes the signals. NULL where there are no modes: no terminal.
static inline struct agent_tui_guard *_Nullable agent_tui_guard_begin(int terminal, int line, int wake) {
  if (tcgetattr(terminal, &agent_tui_state.modes) != 0) return NULL;
  agent_tui_state.terminal = terminal;
  agent_tui_state.line = line;
  agent_tui_state.wake = wake;
  agent_tui_state.resized = agent_tui_state.stopped = agent_tui_state.terminated = 0;
  for (size_t i = 0; i < sizeof agent_tui_notes / sizeof(int); i++)
    agent_tui_handle(agent_tui_notes[i], agent_tui_noted, SA_RESTART);
  for (size_t i = 0; i < sizeof agent_tui_ends / sizeof(int); i++)
    agent_tui_handle(agent_tui_ends[i], agent_tui_asked_to_end, SA_RESTART);
  for (size_t i = 0; i < sizeof agent_tui_crashes / sizeof(int); i++)
    agent_tui_handle(agent_tui_crashes[i], agent_tui_crashed, SA_ONSTACK);
  static bool is_registered = false;
  if (!is_registered) (void)atexit(agent_tui_restore);
  is_registered = true;
  return &agent_tui_state;
}

// What is written to give the terminal back; from now on every end of the process writes it.
static inline void agent_tui_guard_arm(struct agent_tui_guard *_Nonnull guard, const char *_Nonnull bytes, int count) {
  if (count > AGENT_TUI_RESTORE_BYTES) count = AGENT_TUI_RESTORE_BYTES;
  memcpy(guard->bytes, bytes, (size_t)count);
  guard->count = count;
  guard->armed = 1;
}

static inline void agent_tui_guard_give_back(
    struct agent_tui_guard *_Nonnull guard, const char *_Nonnull bytes, int count, bool is_full) {
  agent_tui_give_back(guard->line, bytes, (size_t)count, is_full);
}

static inline void agent_tui_guard_disarm(struct agent_tui_guard *_Nonnull guard) { guard->armed = 0; }

// Keys come one by one, as they are and without an echo, and bytes go out as they are.
static inline void agent_tui_guard_set_modes(struct agent_tui_guard *_Nonnull guard) {
  struct termios modes = guard->modes;
  modes.c_iflag &= (tcflag_t) ~(IXON | BRKINT | PARMRK | ICRNL | INLCR | IGNCR);
  modes.c_oflag &= (tcflag_t)~OPOST;
  modes.c_lflag &= (tcflag_t) ~(ICANON | ISIG | IEXTEN | ECHO | ECHONL);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  (void)tcsetattr(guard->terminal, TCSANOW, &modes);
}

// The terminal's modes as they were at the beginning.
static inline void agent_tui_guard_reset_modes(struct agent_tui_guard *_Nonnull guard) {
  (void)tcsetattr(guard->terminal, TCSANOW, &guard->modes);
}

// Gives every signal back to whoever had it before.
static inline void agent_tui_guard_end(struct agent_tui_guard *_Nonnull guard) {
  guard->armed = 0;
  (void)alarm(0);
  for (size_t i = 0; i < sizeof agent_tui_notes / sizeof(int); i++)
    (void)sigaction(agent_tui_notes[i], &guard->before[agent_tui_notes[i]], NULL);
  for (size_t i = 0; i < sizeof agent_tui_ends / sizeof(int); i++)
    (void)sigaction(agent_tui_ends[i], &guard->before[agent_tui_ends[i]], NULL);
  for (size_t i = 0; i < sizeof agent_tui_crashes / sizeof(int); i++)
    (void)sigaction(agent_tui_crashes[i], &guard->before[agent_tui_crashes[i]], NULL);
  guard->wake = -1;
}

// Reads and clears a note; `terminated` is given once.
static inline bool agent_tui_take_resized(struct agent_tui_guard *_Nonnull guard) {
  bool taken = guard->resized != 0;
  guard->resized = 0;
  return taken;
}
static inline bool agent_tui_take_stopped(struct agent_tui_guard *_Nonnull guard) {
  bool taken = guard->stopped != 0;
  guard->stopped = 0;
  return taken;
}
static inline int agent_tui_terminated(struct agent_tui_guard *_Nonnull guard) { return guard->terminated; }

// Stops this process as Ctrl-Z stops one, with the default action; returns when it goes on.
static inline void agent_tui_stop(void) {
  struct sigaction ours, plain;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  (void)sigaction(SIGTSTP, &plain, &ours);
  (void)kill(0, SIGTSTP);
  (void)sigaction(SIGTSTP, &ours, NULL);
}

// Sends standard error to a file while the screen is ours, where it would go to the screen.
static inline void agent_tui_keep_errors(struct agent_tui_guard *_Nonnull guard, int file) {
  if (!isatty(STDERR_FILENO)) return;
  if (guard->real_errors < 0) guard->real_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  guard->kept_errors = file;
  (void)dup2(file, STDERR_FILENO);
}

#endif
