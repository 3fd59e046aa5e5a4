"""What stands behind `./setu`: installation, embedded PostgreSQL and Valkey, one supervisor. Standard library only.

`setu` runs before anything is installed, so nothing here imports Django or the rest of `portal`.
"""
