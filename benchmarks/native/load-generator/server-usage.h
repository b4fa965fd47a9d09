/* What the measured process has used, as the kernel tells it. */
#ifndef SERVER_USAGE_H
#define SERVER_USAGE_H

#include <stdint.h>

/* Processor time of the process so far, user and system, all its threads, in nanoseconds. */
uint64_t read_cpu_ns(int pid);

/* Memory of the process that is in RAM, in bytes. */
uint64_t read_resident_bytes(int pid);

#endif
