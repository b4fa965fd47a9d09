#define _GNU_SOURCE
#include "process-usage.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "../common/fail.h"

struct process_time read_process_time(int pid) {
    char path[320];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    if (tasks == NULL) fail("Process %d is gone: the server has ended.", pid);
    struct process_time sum = {0};
    int threads = 0;
    /* To the nanosecond, where the times in `stat` are multiples of 10 ms. */
    for (struct dirent *entry; (entry = readdir(tasks)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, entry->d_name);
        FILE *file = fopen(path, "r");
        unsigned long long cpu_ns, waiting_ns;
        /* A thread can end in between. */
        if (file == NULL) continue;
        if (fscanf(file, "%llu %llu", &cpu_ns, &waiting_ns) == 2) {
            sum.cpu_ns += cpu_ns;
            sum.waiting_ns += waiting_ns;
            threads++;
        }
        fclose(file);
    }
    closedir(tasks);
    /* A process that has just begun may have used no time yet. */
    if (threads == 0) fail("The kernel tells no processor time of process %d: there is no schedstat in /proc.", pid);
    return sum;
}

uint64_t read_resident_bytes(int pid) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) fail("Process %d is gone: the server has ended.", pid);
    char line[256];
    unsigned long long kib = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "Rss: %llu kB", &kib) == 1) break;
    }
    fclose(file);
    return kib * 1024;
}
