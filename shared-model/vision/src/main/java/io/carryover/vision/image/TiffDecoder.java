/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * TIFF through the platform's reader: uncompressed, LZW, deflate and PackBits; grey, palette, RGB and CMYK with whole
 * numbers of at most 16 bits. Other kinds are refused by name. The orientation is applied, as Pillow does for TIFF only.
 */
final class TiffDecoder {
    private static final Set<Long> COMPRESSIONS = Set.of(1L, 5L, 8L, 32773L, 32946L);
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final long ASSOCIATED = 1;

    private final ImageFile file;
    private final TiffHeader header;
    private final int bits;

    private TiffDecoder(ImageFile file) {
        this.file = file;
        this.header = new TiffHeader(file);
        Set<Long> all = Set.copyOf(header.all(TiffHeader.BITS));
        this.bits = all.isEmpty() ? 1 : Math.toIntExact(all.iterator().next());
        boolean supported = COMPRESSIONS.contains(header.one(TiffHeader.COMPRESSION, 1))
                && all.size() <= 1
                && (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16)
                && header.all(TiffHeader.SAMPLE_FORMAT).stream().allMatch(format -> format == 1);
        if (!supported) {
            throw unsupported();
        }
    }

    static Raster decode(ImageFile file) throws IOException {
        TiffDecoder decoder = new TiffDecoder(file);
        Raster upright = ImageFile.read(
                "tiff", file.bytes(), reader -> decoder.raster(reader.read(0).getRaster()));
        return Orientation.apply(upright, Math.toIntExact(decoder.header.one(TiffHeader.ORIENTATION, 1)));
    }

    private Raster raster(java.awt.image.Raster stored) {
        int samples = (int) header.one(TiffHeader.SAMPLES, 1);
        int photometric = (int) header.one(TiffHeader.PHOTOMETRIC, BLACK_IS_ZERO);
        if (stored.getNumBands() < Math.min(samples, photometric == CMYK ? 4 : 3)) {
            throw unsupported();
        }
        return switch (photometric) {
            case WHITE_IS_ZERO, BLACK_IS_ZERO -> grey(stored, photometric == WHITE_IS_ZERO, samples);
            case RGB -> samples < 3 || bits < 8 ? refuse() : rgb(stored, samples);
            case PALETTE -> samples != 1 || bits > 8 ? refuse() : palette(stored);
            case CMYK -> samples < 4 || bits < 8 ? refuse() : cmyk(stored);
            default -> refuse();
        };
    }

    private Raster grey(java.awt.image.Raster stored, boolean whiteIsZero, int samples) {
        if (samples > 2 || (bits == 16 && (samples > 1 || whiteIsZero))) {
            throw unsupported();
        }
        if (bits == 16) {
            return Deep.clipped(stored);
        }
        int[] values = Stored.bands(stored, 0);
        byte[] grey = new byte[values.length];
        int most = (1 << bits) - 1;
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (values[i] * 255 / most); // the reader has turned white-is-zero round
        }
        return new Raster(stored.getWidth(), stored.getHeight(), 1, grey);
    }

    private Raster rgb(java.awt.image.Raster stored, int samples) {
        byte[] rgb = interleaved(stored, 3);
        if (samples > 3 && header.one(TiffHeader.EXTRA_SAMPLES, 2) == ASSOCIATED) {
            if (bits != 8) {
                throw unsupported();
            }
            int[] alpha = Stored.bands(stored, 3);
            for (int i = 0; i < rgb.length; i++) {
                int a = alpha[i / 3];
                rgb[i] = (byte) (a == 0 ? 0 : Math.min(255, 255 * (rgb[i] & 0xff) / a));
            }
        }
        return new Raster(stored.getWidth(), stored.getHeight(), 3, rgb);
    }

    private Raster cmyk(java.awt.image.Raster stored) {
        byte[] inks = interleaved(stored, 4);
        return new Raster(stored.getWidth(), stored.getHeight(), 3, Cmyk.toRgb(inks, inks.length / 4));
    }

    private Raster palette(java.awt.image.Raster stored) {
        List<Long> map = header.all(TiffHeader.COLOUR_MAP);
        int colours = 1 << bits;
        if (map.size() < 3 * colours) {
            throw file.unreadable("its palette has %d numbers, not %d".formatted(map.size(), 3 * colours));
        }
        int[] values = Stored.bands(stored, 0);
        byte[] rgb = new byte[Math.multiplyExact(values.length, 3)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (map.get(values[i / 3] + i % 3 * colours) >> 8);
        }
        return new Raster(stored.getWidth(), stored.getHeight(), 3, rgb);
    }

    private byte[] interleaved(java.awt.image.Raster stored, int bands) {
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(stored.getWidth(), stored.getHeight()), bands)];
        for (int band = 0; band < bands; band++) {
            int[] values = Stored.bands(stored, band);
            for (int i = 0; i < values.length; i++) {
                samples[i * bands + band] = (byte) (values[i] >> (bits - 8));
            }
        }
        return samples;
    }

    private Raster refuse() {
        throw unsupported();
    }

    private io.carryover.contracts.error.CarryoverException unsupported() {
        return file.unreadable("TIFF with photometric %s, %s bits, %s samples, format %s, compression %s is not read"
                .formatted(
                        header.one(TiffHeader.PHOTOMETRIC, BLACK_IS_ZERO),
                        header.all(TiffHeader.BITS).stream()
                                .map(String::valueOf)
                                .distinct()
                                .collect(Collectors.joining("/")),
                        header.one(TiffHeader.SAMPLES, 1),
                        header.one(TiffHeader.SAMPLE_FORMAT, 1),
                        header.one(TiffHeader.COMPRESSION, 1)));
    }
}
