#include "CPhotos.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

enum { BROKEN = 1, TOO_LARGE = 2, MOST_SCANS = 100 };

/// libjpeg leaves by a jump instead of an exit.
struct way_out {
  struct jpeg_error_mgr errors;
  jmp_buf out;
};

static void leave(j_common_ptr decoder) { longjmp(((struct way_out *)decoder->err)->out, 1); }

static void say_nothing(j_common_ptr decoder) { (void)decoder; }

/// A progressive JPEG of thousands of scans takes minutes and shows nothing.
static void count_scans(j_common_ptr decoder) {
  if (((j_decompress_ptr)decoder)->input_scan_number > MOST_SCANS) leave(decoder);
}

/// Says how small the decoder makes a picture for a side; 0, or `TOO_LARGE`.
typedef int scaling(struct jpeg_decompress_struct *decoder, uint32_t side, size_t most_pixels);

/// A JPEG's pixels row by row, each of as many bytes as the colours have; 0, or why there are none.
static int jpeg_pixels(
  const uint8_t *bytes, size_t count, J_COLOR_SPACE colours, int components, scaling *scale,
  uint32_t scaled_side, size_t most_pixels, uint8_t **made, uint32_t *width, uint32_t *height
) {
  struct jpeg_decompress_struct decoder;
  struct way_out errors;
  struct jpeg_progress_mgr progress;
  uint8_t *volatile pixels = NULL;
  volatile int result = BROKEN;
  memset(&decoder, 0, sizeof decoder);
  memset(&progress, 0, sizeof progress);
  decoder.err = jpeg_std_error(&errors.errors);
  errors.errors.error_exit = leave;
  errors.errors.output_message = say_nothing;
  if (setjmp(errors.out)) {
    jpeg_destroy_decompress(&decoder);
    free(pixels);
    return result;
  }
  jpeg_create_decompress(&decoder);
  progress.progress_monitor = count_scans;
  decoder.progress = &progress;
  jpeg_mem_src(&decoder, bytes, count);
  jpeg_read_header(&decoder, TRUE);
  decoder.out_color_space = colours;
  if (scale(&decoder, scaled_side, most_pixels) != 0) {
    result = TOO_LARGE;
    longjmp(errors.out, 1);
  }
  jpeg_start_decompress(&decoder);
  pixels = malloc((size_t)decoder.output_width * decoder.output_height * (size_t)components);
  if (pixels == NULL || decoder.output_components != components) longjmp(errors.out, 1);
  while (decoder.output_scanline < decoder.output_height) {
    JSAMPROW row =
      pixels + (size_t)decoder.output_scanline * decoder.output_width * (size_t)components;
    jpeg_read_scanlines(&decoder, &row, 1);
  }
  *width = decoder.output_width;
  *height = decoder.output_height;
  jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
  *made = pixels;
  return 0;
}

/// By halves, while the shorter side stays at least as long.
static int scale_to_least(
  struct jpeg_decompress_struct *decoder, uint32_t least_side, size_t most_pixels
) {
  decoder->scale_num = 1;
  decoder->scale_denom = 1;
  uint32_t side = decoder->image_width < decoder->image_height ? decoder->image_width
                                                               : decoder->image_height;
  while (decoder->scale_denom < 8 && side / (decoder->scale_denom * 2) >= least_side)
    decoder->scale_denom *= 2;
  jpeg_calc_output_dimensions(decoder);
  return (size_t)decoder->output_width * decoder->output_height > most_pixels ? TOO_LARGE : 0;
}

/// By eighths, until the longer side is at most as long.
static int scale_to_most(
  struct jpeg_decompress_struct *decoder, uint32_t most_side, size_t most_pixels
) {
  if ((size_t)decoder->image_width * decoder->image_height > most_pixels) return TOO_LARGE;
  uint32_t side = decoder->image_width > decoder->image_height ? decoder->image_width
                                                               : decoder->image_height;
  decoder->scale_denom = 8;
  decoder->scale_num = 8;
  while (decoder->scale_num > 1 && (uint64_t)side * decoder->scale_num > (uint64_t)most_side * 8)
    decoder->scale_num -= 1;
  return 0;
}

static int png_grey(
  const uint8_t *bytes, size_t count, size_t most_pixels, uint8_t **grey, uint32_t *width,
  uint32_t *height
) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, bytes, count)) return BROKEN;
  if ((size_t)image.width * image.height > most_pixels) {
    png_image_free(&image);
    return TOO_LARGE;
  }
  image.format = PNG_FORMAT_GRAY;
  uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
  png_color white = {255, 255, 255};
  if (pixels == NULL || !png_image_finish_read(&image, &white, pixels, 0, NULL)) {
    png_image_free(&image);
    free(pixels);
    return BROKEN;
  }
  *width = image.width;
  *height = image.height;
  *grey = pixels;
  return 0;
}

int lantian_photo_grey(
  const uint8_t *bytes, size_t count, uint32_t least_side, size_t most_pixels, uint8_t **grey,
  uint32_t *width, uint32_t *height
) {
  static const uint8_t png_sign[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  if (count >= 8 && memcmp(bytes, png_sign, 8) == 0)
    return png_grey(bytes, count, most_pixels, grey, width, height);
  if (count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8)
    return jpeg_pixels(
      bytes, count, JCS_GRAYSCALE, 1, scale_to_least, least_side, most_pixels, grey, width, height);
  return BROKEN;
}

/// Writes rows of red, green and blue as a JPEG; 0 where that cannot be done.
static size_t write_jpeg(
  const uint8_t *pixels, uint32_t width, uint32_t height, int quality, const uint8_t *segment,
  size_t segment_count, uint8_t **bytes
) {
  struct jpeg_compress_struct encoder;
  struct way_out errors;
  unsigned char *made = NULL;
  unsigned long made_count = 0;
  memset(&encoder, 0, sizeof encoder);
  encoder.err = jpeg_std_error(&errors.errors);
  errors.errors.error_exit = leave;
  errors.errors.output_message = say_nothing;
  if (setjmp(errors.out)) {
    jpeg_destroy_compress(&encoder);
    return 0;
  }
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, &made, &made_count);
  encoder.image_width = width;
  encoder.image_height = height;
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  encoder.write_JFIF_header = segment_count == 0;
  jpeg_start_compress(&encoder, TRUE);
  if (segment_count > 0)
    jpeg_write_marker(&encoder, JPEG_APP0 + 1, segment, (unsigned)segment_count);
  while (encoder.next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)encoder.next_scanline * width * 3);
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  *bytes = made;
  return made_count;
}

int lantian_photo_small(
  const uint8_t *bytes, size_t count, uint32_t most_side, size_t most_pixels, int quality,
  const uint8_t *segment, size_t segment_count, uint8_t **small, size_t *small_count
) {
  if (count < 3 || bytes[0] != 0xFF || bytes[1] != 0xD8) return BROKEN;
  uint32_t width = 0, height = 0;
  uint8_t *pixels = NULL;
  int fault = jpeg_pixels(
    bytes, count, JCS_RGB, 3, scale_to_most, most_side, most_pixels, &pixels, &width, &height);
  if (fault != 0) return fault;
  *small_count = write_jpeg(pixels, width, height, quality, segment, segment_count, small);
  free(pixels);
  return *small_count > 0 ? 0 : BROKEN;
}

void lantian_photo_free(uint8_t *grey) { free(grey); }
