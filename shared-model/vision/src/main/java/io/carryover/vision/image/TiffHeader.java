/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first directory of a TIFF file (revision 6.0): its numbers by tag, all within the file. */
final class TiffHeader {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int COLOUR_MAP = 320;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int MAX_NUMBERS = 1 << 20;
    /** Bytes of each field type from 1 on. */
    private static final int[] SIZES = {1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private final ImageFile file;
    private final boolean bigEndian;
    private final Map<Integer, List<Long>> fields = new HashMap<>();

    TiffHeader(ImageFile file) {
        this.file = file;
        this.bigEndian = file.u8(0) == 'M';
        int directory = position(4);
        int count = (int) file.number(directory, 2, bigEndian);
        for (int i = 0; i < count; i++) {
            field(directory + 2 + 12 * i);
        }
        file.checkPixels(one(WIDTH, 0), one(HEIGHT, 0));
        if (fields.containsKey(TILE_WIDTH)) {
            file.checkPixels(one(TILE_WIDTH, 0), one(TILE_HEIGHT, 0));
        }
        checkData(STRIP_OFFSETS, STRIP_BYTES);
        checkData(TILE_OFFSETS, TILE_BYTES);
    }

    private int position(int at) {
        long position = file.number(at, 4, bigEndian);
        if (position > file.length()) {
            throw file.endsEarly();
        }
        return (int) position;
    }

    private void field(int at) {
        int tag = (int) file.number(at, 2, bigEndian);
        int type = (int) file.number(at + 2, 2, bigEndian);
        long count = file.number(at + 4, 4, bigEndian);
        if (type < 1 || type > SIZES.length) {
            return; // unknown types are to be passed over
        }
        int size = SIZES[type - 1];
        if (count * size > file.length()) {
            throw file.endsEarly();
        }
        int from = count * size <= 4 ? at + 8 : position(at + 8);
        if (from + count * size > file.length()) {
            throw file.endsEarly();
        }
        if (type == 1 || type == 3 || type == 4) {
            List<Long> values = new ArrayList<>();
            for (int i = 0; i < Math.min(count, MAX_NUMBERS); i++) {
                values.add(file.number(from + i * size, size, bigEndian));
            }
            fields.put(tag, values);
        }
    }

    /** Everything that the directory points to must be there: readers would fill up, or take memory for it. */
    private void checkData(int offsets, int sizes) {
        List<Long> from = all(offsets);
        List<Long> bytes = all(sizes);
        for (int i = 0; i < Math.min(from.size(), bytes.size()); i++) {
            if (from.get(i) + bytes.get(i) > file.length()) {
                throw file.endsEarly();
            }
        }
    }

    List<Long> all(int tag) {
        return fields.getOrDefault(tag, List.of());
    }

    long one(int tag, long otherwise) {
        List<Long> values = all(tag);
        return values.isEmpty() ? otherwise : values.getFirst();
    }
}
