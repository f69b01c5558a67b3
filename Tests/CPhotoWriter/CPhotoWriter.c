#include "CPhotoWriter.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

size_t lantian_photo_write(
  const uint8_t *grey, uint32_t width, uint32_t height, int quality, uint8_t **bytes
) {
  struct jpeg_compress_struct encoder;
  struct jpeg_error_mgr errors;
  unsigned long count = 0;
  *bytes = NULL;
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, bytes, &count);
  encoder.image_width = width;
  encoder.image_height = height;
  encoder.input_components = 1;
  encoder.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(grey + (size_t)encoder.next_scanline * width);
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  return count;
}
