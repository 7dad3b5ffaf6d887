"""What a build of the same files would refuse or warn of, in every profile and in the volume; nothing is built."""
