"""What bytes from anywhere are thrown at; :mod:`tests.fuzz.targets` says at what, and what must hold."""
