"""Small web sites on loopback for tests: real sockets, pages that are made when they are asked for."""
