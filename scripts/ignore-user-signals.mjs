// Imported by all scripts, since most of them live as long as the processes that they start. Without a listener SIGUSR1 opens a
// debugger's port, through which every user of this machine could run code in this process, and SIGUSR2 ends the process. Windows
// has neither signal.
for (const signal of ["SIGUSR1", "SIGUSR2"]) process.on(signal, () => undefined);
