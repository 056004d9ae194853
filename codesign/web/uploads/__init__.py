"""Files on their way in, for every feature that takes some: read apart in a child process, made anew, or refused."""
