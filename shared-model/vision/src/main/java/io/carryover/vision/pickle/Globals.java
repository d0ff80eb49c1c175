/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.checkpoint.DType;
import io.carryover.vision.pickle.PickleValue.Known;
import io.carryover.vision.pickle.PickleValue.Opaque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the {@code module name} pairs of a pickle: known, inert, or code that no checkpoint needs. This is text
 * matching only; no name is ever resolved to anything.
 */
final class Globals {
    /** Modules whose very mention means that the file wants something run, opened or fetched. */
    private static final Set<String> FORBIDDEN_MODULES = Set.of(
            "os",
            "posix",
            "nt",
            "ntpath",
            "posixpath",
            "subprocess",
            "_posixsubprocess",
            "sys",
            "importlib",
            "imp",
            "runpy",
            "shutil",
            "socket",
            "_socket",
            "ctypes",
            "_ctypes",
            "pty",
            "commands",
            "popen2",
            "platform",
            "code",
            "codeop",
            "marshal",
            "pickle",
            "_pickle",
            "cPickle",
            "cloudpickle",
            "dill",
            "joblib",
            "shelve",
            "webbrowser",
            "urllib",
            "urllib2",
            "http",
            "httplib",
            "requests",
            "aiohttp",
            "ftplib",
            "smtplib",
            "telnetlib",
            "ssl",
            "asyncio",
            "multiprocessing",
            "threading",
            "_thread",
            "signal",
            "tempfile",
            "io",
            "_io",
            "gc",
            "inspect",
            "operator",
            "_operator",
            "pip",
            "setuptools",
            "distutils",
            "pkgutil",
            "zipimport",
            "bdb",
            "pdb",
            "cProfile",
            "profile",
            "timeit",
            "trace",
            "doctest",
            "unittest",
            "linecache",
            "fileinput",
            "glob",
            "mmap",
            "resource",
            "pydoc",
            "site",
            "sysconfig",
            "idlelib",
            "lib2to3",
            "tkinter",
            "antigravity",
            "venv",
            "ensurepip",
            "compileall",
            "py_compile",
            "win32api",
            "winreg",
            "tarfile",
            "zipfile",
            "sqlite3",
            "dbm",
            "xmlrpc",
            "imaplib",
            "poplib",
            "nntplib",
            "socketserver",
            "concurrent",
            "psutil",
            "paramiko",
            "pexpect",
            "ptyprocess",
            "getpass",
            "_pyrepl",
            "_frozen_importlib",
            "_frozen_importlib_external",
            "_xxsubinterpreters",
            "_interpreters",
            "_winapi",
            "msvcrt",
            "builtins",
            "__builtin__",
            "__builtins__");

    private static final Set<String> FORBIDDEN_PREFIXES = Set.of(
            "torch.hub",
            "torch.jit",
            "torch.package",
            "torch.fx",
            "torch.testing",
            "torch._dynamo",
            "torch._inductor",
            "torch.onnx",
            "torch.ops",
            "torch.classes",
            "torch.utils.cpp_extension",
            "torch.utils.collect_env",
            "torch.utils.bottleneck",
            "torch.utils.data.datapipes",
            "torch.utils._config_module",
            "torch.distributed.rpc",
            "torch.distributed.elastic",
            "torch.distributed.launcher",
            "torch.distributed.run",
            "numpy.testing",
            "numpy.distutils",
            "numpy.f2py",
            "numpy.ctypeslib");

    private static final Set<String> FORBIDDEN_NAMES = Set.of(
            "torch load",
            "torch save",
            "torch compile",
            "torch.serialization load",
            "numpy load",
            "numpy fromfile",
            "numpy loadtxt",
            "numpy genfromtxt",
            "numpy memmap",
            "uuid _get_command_stdout",
            "logging.config listen",
            "functools partial",
            "functools reduce",
            "types FunctionType",
            "types CodeType",
            "types LambdaType",
            "types MethodType",
            "types new_class",
            "types prepare_class");

    private static final Set<String> PLAIN_SEQUENCES = Set.of("list", "tuple", "set", "frozenset");
    private static final Set<String> PLAIN_TYPES = Set.of(
            "int",
            "long",
            "float",
            "complex",
            "bool",
            "str",
            "unicode",
            "bytes",
            "bytearray",
            "object",
            "slice",
            "range",
            "xrange",
            "type",
            "Exception");

    private Globals() {}

    /** The value for a harmless name, or null where the name is code that no checkpoint needs. */
    static @Nullable PickleValue classify(Vocabulary vocabulary, String module, String name) {
        if (module.equals("builtins") || module.equals("__builtin__")) {
            return builtin(name);
        }
        PickleValue known =
                switch (vocabulary) {
                    case TORCH -> known(module, name);
                    case ARRAYS -> ArrayNames.classify(module, name);
                };
        if (known != null) {
            return known;
        }
        return forbidden(module, name) ? null : new Opaque(module + "." + name);
    }

    private static @Nullable PickleValue builtin(String name) {
        if (name.equals("dict")) {
            return new Known(KnownGlobal.DICT, null);
        }
        if (PLAIN_SEQUENCES.contains(name)) {
            return new Known(KnownGlobal.SEQUENCE, null);
        }
        return PLAIN_TYPES.contains(name) ? new Opaque("builtins." + name) : null;
    }

    private static @Nullable PickleValue known(String module, String name) {
        return switch (module) {
            case "collections" ->
                name.equals("OrderedDict") || name.equals("defaultdict") ? new Known(KnownGlobal.DICT, null) : null;
            case "torch._utils" -> rebuild(name);
            case "torch", "torch.cuda", "torch.storage" -> torch(name);
            default -> null;
        };
    }

    private static @Nullable PickleValue rebuild(String name) {
        return switch (name) {
            case "_rebuild_tensor", "_rebuild_tensor_v2" -> new Known(KnownGlobal.REBUILD_TENSOR, null);
            case "_rebuild_tensor_v3" -> new Known(KnownGlobal.REBUILD_TENSOR_V3, null);
            case "_rebuild_parameter", "_rebuild_parameter_with_state" ->
                new Known(KnownGlobal.REBUILD_PARAMETER, null);
            default -> null;
        };
    }

    private static @Nullable PickleValue torch(String name) {
        DType storage = DType.ofStorageClass(name);
        if (storage != null) {
            return new Known(KnownGlobal.STORAGE, storage);
        }
        DType element = DType.ofTorchName(name);
        if (element != null) {
            return new Known(KnownGlobal.DTYPE, element);
        }
        return name.equals("Size") ? new Known(KnownGlobal.SEQUENCE, null) : null;
    }

    private static boolean forbidden(String module, String name) {
        int dot = module.indexOf('.');
        String root = dot < 0 ? module : module.substring(0, dot);
        if (FORBIDDEN_MODULES.contains(root) || FORBIDDEN_NAMES.contains(module + " " + name)) {
            return true;
        }
        // a dotted name reaches attributes of what it names: STACK_GLOBAL "x" "os.system" is os.system of module x
        for (String part : name.split("\\.", -1)) {
            if (part.startsWith("__") || (name.indexOf('.') >= 0 && FORBIDDEN_MODULES.contains(part))) {
                return true;
            }
        }
        return FORBIDDEN_PREFIXES.stream().anyMatch(p -> module.equals(p) || module.startsWith(p + "."));
    }
}
