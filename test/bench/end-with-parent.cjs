// Loaded into every process that the bench starts: none outlives the bench, not even one that was killed.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
