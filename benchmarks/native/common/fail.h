#ifndef FAIL_H
#define FAIL_H

/* Ends the program with 1, and says why. */
__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

#endif
