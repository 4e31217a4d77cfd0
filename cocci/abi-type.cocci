// SPDX-License-Identifier: GPL-2.0-or-later
///
/// The members of a serialized struct have types of fixed size and meaning.
///
/// A pointer, a long, an enum or a lock means nothing, or something else, to
/// the kernel that reads it. Patch mode spells out the width of an integer
/// that is the same wherever Linux runs: unsigned int becomes u32.
///
//# Anything else changes the layout: its version has to be raised.
//
// Confidence: High
// Copyright: (C) 2025 the authors of luoguard
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: KHO, LUO, live update, kexec, serialization, u32, u64
//
// Not seen: what a typedef that policy does not name is made of, a bit-field's
// type, what a macro declares (DECLARE_BITMAP), a struct more than one level
// inside, a file with "long unsigned int" in it (1.1.1 stops there). KHO's
// serializable pointer, DECLARE_KHOSER_PTR(), is right. Patch mode leaves
// "int a, b;", long long, typedefs of a struct without a tag,
// and what lies in a struct inside alone.
//
// SmPL sees one file at a time. Not seen: a *_ser struct of a header that does
// not use KHO or LUO itself, a struct that is serialized because another one
// holds it, a definition that declares a variable as well. luoguard's plugin
// for GCC sees all three.

virtual report
virtual context
virtual org
virtual patch

@initialize:python@
@@
# begin file.py
# Where a file lies in its kernel tree, and what its code says. SmPL drops
# comments, and knows no directory.
import fnmatch, os, re

texts = {}

# The lines of MAINTAINERS are what makes a directory the tree, or luoguard's
# word for it.
def tree_path(name):
    path = os.path.abspath(name)
    if "LUOGUARD_TREE" in os.environ:
        return os.path.relpath(path, os.environ["LUOGUARD_TREE"])
    up = os.path.dirname(path)
    while not os.path.exists(os.path.join(up, "MAINTAINERS")):
        if up == os.path.dirname(up):
            return os.path.relpath(path)
        up = os.path.dirname(up)
    return os.path.relpath(path, up)

def text_of(name):
    if name not in texts:
        with open(name, encoding="latin-1", newline="\n") as f:
            texts[name] = f.read()
    return texts[name]

# The same without comments; their lines stay.
def code_of(name):
    blank = lambda m: (m.group(0) if m.group(0)[0] != "/"
                       else re.sub("[^\n]", " ", m.group(0)))
    return re.sub(r"/[*].*?[*]/|/{2}[^\n]*|\"(?:\\.|[^\"\\\n])*\"", blank,
                  text_of(name), flags=re.S)

# The byte of a position: spatch counts lines from 1 and columns from 0.
def offset_of(p):
    lines = text_of(p.file).split("\n")
    return sum(len(l) + 1 for l in lines[:int(p.line) - 1]) + int(p.column)

# Like the engine: a directory ends in a slash, all else is a pattern.
def lies_in(path, places):
    for place in places:
        if fnmatch.fnmatchcase(path, place + "*" * place.endswith("/")):
            return place
    return None

def like(word, patterns):
    return any(fnmatch.fnmatchcase(word, p) for p in patterns)
# end file.py
# begin zones
ZONES = ["include/linux/kho/abi/"]
# end zones
# begin other-abis
OTHER_ABIS = ["include/uapi/", "arch/*/include/uapi/",
    "include/uapi/linux/vfio_zdev.h"]
# end other-abis
# begin kho
SER_NAMES = ["*_ser", "*_ser_t", "*_ser_v[0-9]", "*_ser_v[0-9][0-9]"]
KHO_HEADERS = ["linux/kexec_handover.h", "linux/kho_*.h",
    "linux/liveupdate.h", "linux/kho/abi/*.h", "asm/kexec_handover.h",
    "asm-generic/kexec_handover.h", "uapi/linux/liveupdate.h"]
KHO_SYMBOLS = ["kho_*", "luo_*", "liveupdate_*", "KHOSER_*",
    "DECLARE_KHOSER_PTR"]
# end kho
# begin types
FIXED = ["u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "__u8",
    "__u16", "__u32", "__u64", "__s8", "__s16", "__s32", "__s64", "uint8_t",
    "uint16_t", "uint32_t", "uint64_t", "int8_t", "int16_t", "int32_t",
    "int64_t", "u_int8_t", "u_int16_t", "u_int32_t", "u_int64_t", "__le16",
    "__le32", "__le64", "__be16", "__be32", "__be64", "__sum16", "__wsum",
    "__aligned_u64", "__aligned_s64", "__aligned_be64", "__aligned_le64",
    "uuid_t", "guid_t", "loff_t", "__kernel_loff_t", "sector_t", "blkcnt_t",
    "time64_t", "__kernel_time64_t", "umode_t", "uid_t", "gid_t", "gpa_t",
    "gfn_t"]
LOOSE = ["size_t", "ssize_t", "__kernel_size_t", "__kernel_ssize_t",
    "__kernel_long_t", "__kernel_ulong_t", "kernel_ulong_t", "ptrdiff_t",
    "__kernel_ptrdiff_t", "uintptr_t", "intptr_t", "ulong", "uint_least*_t",
    "uint_fast*_t", "off_t", "__kernel_off_t", "ino_t", "clock_t", "cycles_t",
    "time_t", "suseconds_t", "phys_addr_t", "dma_addr_t", "resource_size_t",
    "pgoff_t", "hva_t", "gva_t", "irq_hw_number_t", "pte_t", "pmd_t", "pud_t",
    "p4d_t", "pgd_t", "pteval_t", "pmdval_t", "pudval_t", "p4dval_t",
    "pgdval_t", "pgprot_t", "pgprotval_t", "swp_entry_t", "vm_flags_t",
    "cpumask_t", "cpumask_var_t", "nodemask_t", "gfp_t", "fmode_t",
    "slab_flags_t", "isolate_mode_t", "vm_fault_t", "blk_opf_t",
    "blk_status_t", "blk_qc_t", "blk_mq_req_flags_t", "dma_cookie_t",
    "async_cookie_t", "pci_power_t", "pci_channel_state_t",
    "pci_ers_result_t", "netdev_features_t", "acpi_handle", "acpi_size",
    "acpi_physical_address", "ktime_t", "dev_t", "kuid_t", "kgid_t",
    "kprojid_t", "vfsuid_t", "vfsgid_t", "sigset_t", "kernel_cap_t"]
INTERNAL = ["list_head", "hlist_head", "hlist_node", "hlist_bl_head",
    "hlist_bl_node", "hlist_nulls_head", "hlist_nulls_node", "llist_head",
    "llist_node", "klist", "klist_node", "plist_head", "plist_node",
    "rb_root", "rb_root_cached", "rb_node", "latch_tree_node",
    "interval_tree_node", "rhashtable", "rhash_head", "rhlist_head",
    "list_lru", "xarray", "xa_state", "idr", "ida", "maple_tree",
    "radix_tree_root", "gen_pool", "kfifo", "spinlock", "spinlock_t",
    "raw_spinlock", "raw_spinlock_t", "arch_spinlock_t", "qspinlock",
    "qrwlock", "rwlock_t", "mutex", "ww_mutex", "rt_mutex", "rt_mutex_base",
    "rw_semaphore", "percpu_rw_semaphore", "semaphore", "local_lock_t",
    "lockdep_map", "lock_class_key", "seqcount", "seqcount_t", "seqcount_*_t",
    "seqlock_t", "atomic_t", "atomic64_t", "atomic_long_t", "local_t",
    "local64_t", "refcount_struct", "refcount_t", "kref", "percpu_ref",
    "percpu_counter", "u64_stats_sync", "completion", "wait_queue_head",
    "wait_queue_head_t", "wait_queue_entry", "swait_queue_head", "rcuwait",
    "work_struct", "delayed_work", "rcu_work", "irq_work", "kthread_work",
    "kthread_worker", "workqueue_struct", "tasklet_struct", "timer_list",
    "hrtimer", "notifier_block", "static_key", "static_key_true",
    "static_key_false", "rcu_head", "callback_head", "srcu_struct",
    "rcu_sync", "file", "files_struct", "path", "dentry", "inode",
    "super_block", "vfsmount", "address_space", "fd", "cdev", "bio",
    "request_queue", "block_device", "gendisk", "iov_iter", "page", "folio",
    "ptdesc", "vm_area_struct", "vm_struct", "mm_struct", "scatterlist",
    "sg_table", "resource", "eventfd_ctx", "task_struct", "thread_info",
    "cred", "user_namespace", "pid", "module", "device", "device_driver",
    "device_node", "fwnode_handle", "kobject", "kset", "kobj_attribute",
    "bus_type", "class", "pci_dev", "pci_bus", "pci_slot", "pci_driver",
    "platform_device", "iommu_domain", "iommu_group", "iommufd_ctx",
    "vfio_device", "irq_desc", "irq_data", "irq_domain", "msi_desc",
    "cpumask", "net_device", "net", "sock", "sk_buff"]
# end types
# begin serialized.py
# Is what is defined at this position serialized, and how is it known? The
# path is evidence; a name is, where the file uses KHO or LUO.
users = {}

def uses_kho(name):
    if name not in users:
        code = code_of(name)
        headers = re.findall(r"^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]+)",
                             code, re.M)
        words = set(re.findall(r"[A-Za-z_]\w*",
                               re.sub(r"\"(?:\\.|[^\"\\\n])*\"", "", code)))
        users[name] = (any(like(h, KHO_HEADERS) for h in headers) or
                       any(like(w, KHO_SYMBOLS) for w in words))
    return users[name]

def in_zone(name):
    return lies_in(tree_path(name), ZONES) is not None

def tag_at(p):
    return re.match(r"\w*", text_of(p.file)[offset_of(p):]).group(0)

# As C writes it: a typedef stands behind its struct, not behind the word.
def name_at(p):
    before = re.search(r"\b(struct|union)\b[^{};]*$",
                       code_of(p.file)[:offset_of(p)])
    return (before.group(1) + " " if before else "") + tag_at(p)

# By its name, and outside the zones.
def by_name(p):
    return (like(tag_at(p), SER_NAMES) and uses_kho(p.file) and
            not in_zone(p.file) and
            not lies_in(tree_path(p.file), OTHER_ABIS))

def serialized(positions):
    return any(in_zone(p.file) or by_name(p) for p in positions)
# end serialized.py

# A type as spatch prints it: "unsigned int", "struct foo * [ 4 ]"; a comment
# in front of it may be there as well.
def unfixed(name):
    name = re.sub(r"/[*].*?[*]/|/{2}[^\n]*", " ", name, flags=re.S)
    name = re.sub(r"\{.*\}", " ", name, flags=re.S)
    words = re.sub(r"\[[^]]*\]", " ", name)
    if "*" in words:
        return True
    words = re.findall(r"\w+", words)
    if any(like(w, FIXED) for w in words):
        return False
    if any(like(w, LOOSE) or like(w, INTERNAL) for w in words):
        return True
    return any(w in ("int", "short", "long", "unsigned", "bool", "_Bool",
                     "enum", "float", "double") for w in words
               ) and "char" not in words

@r depends on report || org@
identifier s, f;
type T : script:python() { unfixed(T) };
type D;
position p : script:python() { serialized(p) };
position q;
@@

(
  struct s@p {
    ...
    T f@q;
    ...
  };
|
  union s@p {
    ...
    T f@q;
    ...
  };
|
  typedef struct {
    ...
    T f@q;
    ...
  } D@p;
)

@script:python depends on report@
p << r.p;
q << r.q;
f << r.f;
T << r.T;
@@

coccilib.report.print_report(q[0], name_at(p[0]) +
    ": @" + f + " is " + T + " [abi-type]")

@script:python depends on org@
p << r.p;
q << r.q;
f << r.f;
T << r.T;
@@

coccilib.org.print_todo(q[0], name_at(p[0]) +
    ": @" + f + " is " + T + " [abi-type]")

@i depends on report || org@
identifier s, f, g;
type T : script:python() { unfixed(T) };
position p : script:python() { serialized(p) };
position q;
@@

(
  struct s@p {
    ...
    struct {
      ...
      T f@q;
      ...
    };
    ...
  };
|
  struct s@p {
    ...
    struct {
      ...
      T f@q;
      ...
    } g;
    ...
  };
|
  struct s@p {
    ...
    union {
      ...
      T f@q;
      ...
    };
    ...
  };
|
  struct s@p {
    ...
    union {
      ...
      T f@q;
      ...
    } g;
    ...
  };
)

@script:python depends on report@
p << i.p;
q << i.q;
f << i.f;
g << i.g = "";
T << i.T;
@@

coccilib.report.print_report(q[0], name_at(p[0]) +
    ": @" + (g + "." if g else "") + f + " is " + T + " [abi-type]")

@script:python depends on org@
p << i.p;
q << i.q;
f << i.f;
g << i.g = "";
T << i.T;
@@

coccilib.org.print_todo(q[0], name_at(p[0]) +
    ": @" + (g + "." if g else "") + f + " is " + T + " [abi-type]")

@depends on context@
identifier s, f;
type T : script:python() { unfixed(T) };
type D;
position p : script:python() { serialized(p) };
position q;
@@

(
  struct s@p {
    ...
*   T f@q;
    ...
  };
|
  union s@p {
    ...
*   T f@q;
    ...
  };
|
  typedef struct {
    ...
*   T f@q;
    ...
  } D@p;
)

@depends on context@
identifier s, f;
type T : script:python() { unfixed(T) };
position p : script:python() { serialized(p) };
@@

  struct s@p {
    ...
    struct {
      ...
*     T f;
      ...
    };
    ...
  };

@depends on context@
identifier s, f, g;
type T : script:python() { unfixed(T) };
position p : script:python() { serialized(p) };
@@

  struct s@p {
    ...
    struct {
      ...
*     T f;
      ...
    } g;
    ...
  };

@depends on context@
identifier s, f;
type T : script:python() { unfixed(T) };
position p : script:python() { serialized(p) };
@@

  struct s@p {
    ...
    union {
      ...
*     T f;
      ...
    };
    ...
  };

@depends on context@
identifier s, f, g;
type T : script:python() { unfixed(T) };
position p : script:python() { serialized(p) };
@@

  struct s@p {
    ...
    union {
      ...
*     T f;
      ...
    } g;
    ...
  };

// Found first, all of them: a mend may not move what others are found by.
@m depends on patch@
identifier s, f;
type T : script:python() { unfixed(T) };
position p : script:python() { serialized(p) };
@@

(
  struct s@p {
    ...
    T f;
    ...
  };
|
  union s@p {
    ...
    T f;
    ...
  };
)

@depends on patch@
identifier m.s, m.f;
@@

  struct s {
    ...
(
-   unsigned int
+   u32
    f;
|
-   unsigned int
+   u32
    f[...];
|
-   int
+   s32
    f;
|
-   int
+   s32
    f[...];
|
-   unsigned short
+   u16
    f;
|
-   unsigned short
+   u16
    f[...];
|
-   short
+   s16
    f;
|
-   short
+   s16
    f[...];
)
    ...
  };

@depends on patch@
identifier m.s, m.f;
@@

  union s {
    ...
(
-   unsigned int
+   u32
    f;
|
-   unsigned int
+   u32
    f[...];
|
-   int
+   s32
    f;
|
-   int
+   s32
    f[...];
|
-   unsigned short
+   u16
    f;
|
-   unsigned short
+   u16
    f[...];
|
-   short
+   s16
    f;
|
-   short
+   s16
    f[...];
)
    ...
  };
