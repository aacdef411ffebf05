"""The commands of `lentigo`, one file each."""
