/* Usage of a process, as the kernel counts it. */
#ifndef PROCESS_USAGE_H
#define PROCESS_USAGE_H

#include <stdint.h>

/* Times of all threads of the process so far, in nanoseconds. */
struct process_time {
    /* On a processor, in user and system mode. */
    uint64_t cpu_ns;
    /* Ready to run, while the processor did something else. */
    uint64_t waiting_ns;
};

struct process_time read_process_time(int pid);

/* Memory of the process that is in RAM, in bytes. */
uint64_t read_resident_bytes(int pid);

#endif
