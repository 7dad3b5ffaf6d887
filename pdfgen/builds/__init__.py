"""Many reports become files: what is current stays, what is not is built by executors, and a record says so."""
