/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.pickle.PickleValue.Known;
import io.carryover.vision.pickle.PickleValue.KnownArray;
import io.carryover.vision.pickle.PickleValue.Opaque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closed list of plain pickles of arrays. NumPy 2 renamed {@code numpy.core} to {@code numpy._core}. */
final class ArrayNames {
    private static final Set<String> JAX_MODULES =
            Set.of("jax._src.array", "jax._src.device_array", "jax.interpreters.xla", "jax._src.interpreters.xla");
    private static final Set<String> JAX_MAKERS =
            Set.of("_reconstruct_array", "reconstruct_device_array", "_reconstruct_device_array");
    private static final Set<String> HAIKU_DICTIONARIES = Set.of("FlatMapping", "FlatMap", "frozendict");

    private ArrayNames() {}

    /** The meaning of a name, or null where the general rules decide. */
    static @Nullable PickleValue classify(String module, String name) {
        if (JAX_MODULES.contains(module) && JAX_MAKERS.contains(name)) {
            return new KnownArray(ArrayGlobal.OF_PARTS);
        }
        if (name.equals("_ByolExperimentState")) {
            return new KnownArray(ArrayGlobal.BYOL_STATE);
        }
        return switch (module) {
            case "collections" ->
                name.equals("OrderedDict") || name.equals("defaultdict") ? new Known(KnownGlobal.DICT, null) : null;
            case "haiku._src.data_structures" ->
                HAIKU_DICTIONARIES.contains(name) ? new Known(KnownGlobal.DICT, null) : null;
            case "numpy" ->
                switch (name) {
                    case "ndarray" -> new KnownArray(ArrayGlobal.ARRAY);
                    case "dtype" -> new KnownArray(ArrayGlobal.DTYPE);
                    default -> null;
                };
            case "numpy.core.multiarray", "numpy._core.multiarray" ->
                name.equals("_reconstruct") ? new KnownArray(ArrayGlobal.RECONSTRUCT) : null;
            case "numpy.core.numeric", "numpy._core.numeric" ->
                name.equals("_frombuffer") ? new KnownArray(ArrayGlobal.FROM_BUFFER) : null;
            case "ml_dtypes", "jax.numpy", "jaxlib.xla_extension" ->
                name.equals("bfloat16") ? new KnownArray(ArrayGlobal.BFLOAT16) : null;
            case "_codecs" -> name.equals("encode") ? new KnownArray(ArrayGlobal.ENCODE) : null;
            case "dill._dill", "dill.dill" ->
                switch (name) {
                    case "_create_namedtuple" -> new KnownArray(ArrayGlobal.NAMED_TUPLE);
                    case "_create_array" -> new KnownArray(ArrayGlobal.OF_PARTS);
                    case "_load_type" -> new Opaque(module + "." + name);
                    default -> null; // makers of functions, modules and code are refused with the rest of dill
                };
            default -> null;
        };
    }
}
