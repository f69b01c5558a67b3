#ifndef LANTIAN_PHOTOS_H
#define LANTIAN_PHOTOS_H

#include <stddef.h>
#include <stdint.h>

/// Decodes a JPEG or PNG into one byte of brightness a pixel, row by row.
///
/// A JPEG is scaled down by a power of two on its way, to not less than `least_side` pixels a side.
/// Hostile input costs at most `most_pixels` bytes and 100 scans.
///
/// Returns 0, or 1 where the bytes are neither or are broken, 2 where there are too many pixels.
/// `*grey` is to be given to `lantian_photo_free`.
int lantian_photo_grey(
  const uint8_t *bytes, size_t count, uint32_t least_side, size_t most_pixels, uint8_t **grey,
  uint32_t *width, uint32_t *height);

void lantian_photo_free(uint8_t *grey);

/// Decodes a JPEG in colour, scaled down so that its longer side has not more than `most_side` pixels as
/// far as eighths allow, and writes it anew without anything but the picture and, in front of it,
/// `segment` (an application segment of kind 1; none where `segment_count` is 0).
///
/// Hostile input costs what at most `most_pixels` pixels of the original cost, and 100 scans.
///
/// Returns 0, or 1 where the bytes are no JPEG or are broken, 2 where there are too many pixels.
/// `*small` is to be given to `lantian_photo_free`.
int lantian_photo_small(
  const uint8_t *bytes, size_t count, uint32_t most_side, size_t most_pixels, int quality,
  const uint8_t *segment, size_t segment_count, uint8_t **small, size_t *small_count);

#endif
