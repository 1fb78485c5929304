import 'reflect-metadata';
import process from 'node:process';

process.stdout.write('starting\n');
