"""Bodies that partners send, read strictly. One file per noun."""
