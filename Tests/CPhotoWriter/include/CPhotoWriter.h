#ifndef LANTIAN_PHOTO_WRITER_H
#define LANTIAN_PHOTO_WRITER_H

#include <stddef.h>
#include <stdint.h>

/// Writes a JPEG of one byte of brightness a pixel. Returns its length; `*bytes` is to be freed.
size_t lantian_photo_write(
  const uint8_t *grey, uint32_t width, uint32_t height, int quality, uint8_t **bytes);

#endif
