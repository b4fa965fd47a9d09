#define _GNU_SOURCE
#include "server-usage.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "fail.h"

uint64_t read_cpu_ns(int pid) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  if (tasks == NULL) fail("The server's process (%d) is gone.", pid);
  uint64_t sum = 0;
  /* To the nanosecond, where the times in `stat` are multiples of 10 ms. */
  for (struct dirent *entry; (entry = readdir(tasks)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, entry->d_name);
    FILE *file = fopen(path, "r");
    unsigned long long running_ns;
    /* A thread can end in between. */
    if (file == NULL) continue;
    if (fscanf(file, "%llu", &running_ns) == 1) sum += running_ns;
    fclose(file);
  }
  closedir(tasks);
  return sum;
}

uint64_t read_resident_bytes(int pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) fail("The server's process (%d) is gone.", pid);
  char line[256];
  unsigned long long kib = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "Rss: %llu kB", &kib) == 1) break;
  }
  fclose(file);
  return kib * 1024;
}
