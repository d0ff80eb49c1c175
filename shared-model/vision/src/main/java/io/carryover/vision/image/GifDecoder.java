/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first frame of a GIF through the platform's reader, on its canvas: what the frame leaves free has the transparent
 * colour where there is one, colour 0 otherwise, as Pillow fills it.
 */
final class GifDecoder {
    private final ImageFile file;
    private int at;
    private int transparent = -1;

    private GifDecoder(ImageFile file) {
        this.file = file;
    }

    static Raster decode(ImageFile file) throws IOException {
        return new GifDecoder(file).decode();
    }

    private Raster decode() throws IOException {
        int width = u16(6);
        int height = u16(8);
        int flags = file.u8(10);
        at = 13;
        byte[] palette = palette(flags);
        toFrame();
        int left = u16(at + 1);
        int top = u16(at + 3);
        int w = u16(at + 5);
        int h = u16(at + 7);
        int canvasWidth = Math.max(width, left + w);
        int canvasHeight = Math.max(height, top + h);
        file.checkPixels(w, h);
        file.checkPixels(canvasWidth, canvasHeight);
        int frameFlags = file.u8(at + 9);
        at += 10;
        byte[] own = palette(frameFlags);
        checkData(at + 1);
        java.awt.image.Raster frame =
                ImageFile.read("gif", file.bytes(), reader -> reader.read(0).getRaster());
        if (frame.getWidth() != w || frame.getHeight() != h) {
            throw file.unreadable("its frame and its pixels disagree");
        }
        byte[] canvas = new byte[canvasWidth * canvasHeight];
        Arrays.fill(canvas, (byte) Math.max(0, transparent));
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            frame.getSamples(0, y, w, 1, 0, row);
            for (int x = 0; x < w; x++) {
                canvas[(top + y) * canvasWidth + left + x] = (byte) row[x];
            }
        }
        return coloured(canvas, canvasWidth, canvasHeight, own.length > 0 ? own : palette);
    }

    private static Raster coloured(byte[] canvas, int width, int height, byte[] palette) {
        if (palette.length == 0) {
            return new Raster(width, height, 1, canvas);
        }
        byte[] colours = Arrays.copyOf(palette, 768);
        byte[] rgb = new byte[Math.multiplyExact(canvas.length, 3)];
        for (int i = 0; i < canvas.length; i++) {
            System.arraycopy(colours, 3 * (canvas[i] & 0xff), rgb, 3 * i, 3);
        }
        return new Raster(width, height, 3, rgb);
    }

    private byte[] palette(int flags) {
        int size = (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
        byte[] palette = file.part(at, at + size);
        at += size;
        return palette;
    }

    private int u16(int offset) {
        return (int) file.number(offset, 2, false);
    }

    /** Moves to the first image descriptor. */
    private void toFrame() {
        while (true) {
            switch (file.u8(at)) {
                case 0x2c -> {
                    return;
                }
                case 0x21 -> {
                    if (file.u8(at + 1) == 0xf9 && file.u8(at + 2) >= 4 && (file.u8(at + 3) & 1) != 0) {
                        transparent = file.u8(at + 6);
                    }
                    at = blocks(at + 2);
                }
                case 0x3b -> throw file.unreadable("there is no frame in it");
                default -> throw file.unreadable("byte %d is no block of a GIF".formatted(at));
            }
        }
    }

    /** The position behind a chain of data blocks. */
    private int blocks(int from) {
        int next = from;
        while (file.u8(next) != 0) {
            next += file.u8(next) + 1;
        }
        return next + 1;
    }

    /** @throws CarryoverException UNREADABLE_IMAGE where the frame's data are cut short: the platform would fill up */
    private void checkData(int from) {
        blocks(from);
    }
}
