namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>The probes: each kind has what it needs, and is told about what it does not use.</summary>
internal static class ProbeRules
{
    public static void Check(IReadOnlyList<Probe> probes, FindingList findings)
    {
        if (probes.Count == 0)
        {
            findings.Error("ebpf.probes", FindingCodes.Missing, "is required: say where the program is attached");
        }

        if (probes.Count > ModuleLimits.Probes)
        {
            findings.Error("ebpf.probes", FindingCodes.TooMany, $"has {probes.Count} entries; at most {ModuleLimits.Probes} are accepted");
        }

        for (var index = 0; index < Math.Min(probes.Count, ModuleLimits.Probes); index++)
        {
            Check($"ebpf.probes[{index}]", probes[index], findings);
        }
    }

    private static void Check(string place, Probe probe, FindingList findings)
    {
        if (ProbeKind.Of(probe.Type) is not { } kind)
        {
            findings.Error(place + ".type", probe.Type == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                "must be one of the probe types, such as PROBE_TYPE_KPROBE");
            return;
        }

        CheckTarget(place + ".target", probe, kind, findings);
        CheckFunctions(place, probe, kind, findings);
        CheckSampling(place + ".sample_period", probe.SamplePeriod, kind, findings);
        CheckBinary(place + ".binary_path", probe.BinaryPath, kind, findings);
    }

    private static void CheckTarget(string field, Probe probe, ProbeKind kind, FindingList findings)
    {
        if (kind.Target is null)
        {
            WarnIfUnused(field, probe.Target, findings);
        }
        else if (probe.Target.Length == 0)
        {
            findings.Error(field, FindingCodes.Missing, $"is required: {kind.TargetHelp}");
        }
        else if (!kind.Target.IsMatch(probe.Target))
        {
            findings.Error(field, FindingCodes.Malformed, $"must be {kind.TargetHelp}, not {FindingList.Quote(probe.Target)}");
        }
        else if (probe.Type == ProbeType.Syscall && HasSyscallPrefix(probe.Target))
        {
            findings.Warning(field, FindingCodes.AmbiguousName,
                $"{FindingList.Quote(probe.Target)} begins with a prefix that agents add by themselves; write 'openat', not 'sys_openat'");
        }
    }

    private static bool HasSyscallPrefix(string target) =>
        target.StartsWith("sys_", StringComparison.Ordinal) || target.StartsWith("__", StringComparison.Ordinal);

    private static void CheckFunctions(string place, Probe probe, ProbeKind kind, FindingList findings)
    {
        var entry = place + ".entry_function";
        if (probe.EntryFunction.Length == 0 && (!kind.Returns || probe.ReturnFunction.Length == 0))
        {
            findings.Error(entry, FindingCodes.Missing, kind.Returns
                ? "or return_function is required: the function of the program to call"
                : "is required: the function of the program to call");
        }

        CheckFunction(entry, probe.EntryFunction, findings);
        if (kind.Returns)
        {
            CheckFunction(place + ".return_function", probe.ReturnFunction, findings);
        }
        else
        {
            WarnIfUnused(place + ".return_function", probe.ReturnFunction, findings);
        }
    }

    private static void CheckFunction(string field, string function, FindingList findings)
    {
        if (function.Length > 0 && !Patterns.CIdentifier.IsMatch(function))
        {
            findings.Error(field, FindingCodes.Malformed, $"must be a C identifier, not {FindingList.Quote(function)}");
        }
    }

    private static void CheckSampling(string field, TimeSpan period, ProbeKind kind, FindingList findings)
    {
        if (!kind.Samples)
        {
            if (period != TimeSpan.Zero)
            {
                findings.Warning(field, FindingCodes.Unused, "is not used by this type of probe; leave it out");
            }
        }
        else if (period < ModuleLimits.MinSamplePeriod || period > ModuleLimits.MaxSamplePeriod)
        {
            findings.Error(field, period == TimeSpan.Zero ? FindingCodes.Missing : FindingCodes.OutOfRange,
                "must be 1 ms to 1 day: the time between two samples, such as 0.010s");
        }
    }

    private static void CheckBinary(string field, string path, ProbeKind kind, FindingList findings)
    {
        if (!kind.NeedsBinary)
        {
            WarnIfUnused(field, path, findings);
        }
        else if (path.Length == 0)
        {
            findings.Error(field, FindingCodes.Missing, "is required: the absolute path, on the node, of the executable or library");
        }
        else if (findings.CheckText(field, path, ModuleLimits.PathBytes) && !path.StartsWith('/'))
        {
            findings.Error(field, FindingCodes.Malformed, $"must be an absolute path on the node, not {FindingList.Quote(path)}");
        }
    }

    private static void WarnIfUnused(string field, string value, FindingList findings)
    {
        if (value.Length > 0 && findings.CheckText(field, value, ModuleLimits.PathBytes))
        {
            findings.Warning(field, FindingCodes.Unused, "is not used by this type of probe; leave it out");
        }
    }
}
