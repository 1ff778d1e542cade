using System.Globalization;

namespace Tricorder.ApiServer.Ebpf.Types;

/// <summary>Types that every BCC source may take for granted, as on x86-64.</summary>
internal static class CBuiltInTypes
{
    /// <summary>A copy that the caller may add to.</summary>
    public static Dictionary<string, CType?> All()
    {
        var types = new Dictionary<string, CType?>
        {
            ["char"] = CType.Scalar(CFieldKind.Text, 1),
            ["short"] = CType.Scalar(CFieldKind.Signed, 2),
            ["int"] = CType.Scalar(CFieldKind.Signed, 4),
            ["long"] = CType.Scalar(CFieldKind.Signed, 8),
            ["float"] = CType.Scalar(CFieldKind.Float, 4),
            ["double"] = CType.Scalar(CFieldKind.Float, 8),
            ["bool"] = CType.Scalar(CFieldKind.Bool, 1),
            ["_Bool"] = CType.Scalar(CFieldKind.Bool, 1),
            ["__int128"] = CType.Scalar(CFieldKind.Signed, 16),
            ["pid_t"] = CType.Scalar(CFieldKind.Signed, 4),
        };
        foreach (var name in new[] { "ssize_t", "loff_t", "off_t", "ktime_t", "time_t", "time64_t", "ptrdiff_t", "intptr_t" })
        {
            types[name] = CType.Scalar(CFieldKind.Signed, 8);
        }

        foreach (var name in new[] { "uid_t", "gid_t", "dev_t", "__be32", "__le32", "__sum32", "__wsum", "uint", "gfp_t", "fmode_t" })
        {
            types[name] = CType.Scalar(CFieldKind.Unsigned, 4);
        }

        foreach (var name in new[] { "size_t", "uintptr_t", "__be64", "__le64", "ulong", "sector_t", "blkcnt_t", "pgoff_t", "ino_t" })
        {
            types[name] = CType.Scalar(CFieldKind.Unsigned, 8);
        }

        foreach (var name in new[] { "__be16", "__le16", "__sum16", "sa_family_t", "umode_t", "ushort" })
        {
            types[name] = CType.Scalar(CFieldKind.Unsigned, 2);
        }

        foreach (var size in new[] { 1, 2, 4, 8 })
        {
            foreach (var (form, kind) in new[]
            {
                ("u{0}", CFieldKind.Unsigned), ("__u{0}", CFieldKind.Unsigned), ("uint{0}_t", CFieldKind.Unsigned),
                ("s{0}", CFieldKind.Signed), ("__s{0}", CFieldKind.Signed), ("int{0}_t", CFieldKind.Signed),
            })
            {
                types[string.Format(CultureInfo.InvariantCulture, form, size * 8)] = CType.Scalar(kind, size);
            }
        }

        // The configuration of a kernel decides about the layout of these, or it is of no use in an event.
        foreach (var name in new[]
        {
            "kuid_t", "kgid_t", "atomic_t", "atomic64_t", "atomic_long_t", "refcount_t", "spinlock_t", "cpumask_t", "wait_queue_head_t",
        })
        {
            types[name] = null;
        }

        types["struct in_addr"] = CType.Scalar(CFieldKind.Unsigned, 4);
        types["struct in6_addr"] = new CType(
            CFieldKind.Struct, 16, 4, [new CField("s6_addr", CType.Scalar(CFieldKind.Unsigned, 1), 0, 16)]);
        return types;
    }
}
