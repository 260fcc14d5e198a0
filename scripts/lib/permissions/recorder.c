// Stands for every program while command lines are tried: writes down by which name it was started, then becomes the
// real program where that one runs others for its living, and does nothing else.
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char *real[] = {"env", "timeout", "nice", "nohup", "xargs", "find", "stdbuf", "setsid", "ionice", "sh",
                             "bash", "dash", "sed", "awk", "gawk", "mawk", "tar", "sort", "git", "rg", "time", 0};

int main(int argc, char **argv) {
  const char *name = argc > 0 ? argv[0] : "?";
  const char *slash = strrchr(name, '/');
  if (slash) name = slash + 1;
  // A file of the workspace is no program of the system, whatever it is called.
  int isSystem = !slash || strncmp(argv[0], "/usr/bin/", 9) == 0 || strncmp(argv[0], "/bin/", 5) == 0;
  char line[4096];
  size_t length = strlen(name);
  if (length > 4000) length = 4000;
  memcpy(line, name, length);
  line[length] = '\n';
  int log = open("/tmp/log", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (log >= 0) {
    if (write(log, line, length + 1) < 0) return 99;
    close(log);
  }
  for (const char **other = real; isSystem && *other; other++) {
    if (strcmp(name, *other) == 0) {
      char path[64] = "/real/";
      strcat(path, name);
      execv(path, argv);
      return 127;
    }
  }
  return 0;
}
