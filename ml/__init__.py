"""The eyes: photo bytes in, a calibrated prediction out."""
