using Tricorder.ApiServer.Ebpf;

namespace Tricorder.ApiServer.Tests.Ebpf;

/// <summary>Programs as people write them for BCC, in every habit of theirs: nothing is wrong with any.</summary>
internal sealed class CommonProgramsTests
{
    private const string Tracing = """
        #include <uapi/linux/ptrace.h>
        #include <linux/sched.h>
        #include <linux/fs.h>
        #ifdef CONFIG_SOMETHING_ELSE
        #error "not here"
        #endif
        #define ARGSIZE  128
        #define MAXARG   20
        #define FILTER(pid) if ((pid) == 0) { return 0; }

        enum event_type { EVENT_ARG, EVENT_RET, };

        struct data_t {
            u32 pid, ppid;           /* kernel's view */
            enum event_type type;
            char comm[TASK_COMM_LEN];
            char argv[ARGSIZE];
            unsigned __int128 addr;
            int retval;
        };
        typedef struct key { u64 id; char c; } key_t2;

        BPF_PERF_OUTPUT(events);
        BPF_HASH(start, u32, u64);
        BPF_HASH(counts, struct key);
        BPF_ARRAY(config, u64, 1);
        BPF_STACK_TRACE(stacks, 1024);

        static __always_inline int submit_arg(struct pt_regs *ctx, void *ptr, struct data_t *data)
        {
            bpf_probe_read_user(data->argv, sizeof(data->argv), ptr);
            events.perf_submit(ctx, data, sizeof(struct data_t));
            return 1;
        }

        int syscall__execve(struct pt_regs *ctx, const char __user *filename,
            const char __user *const __user *__argv, const char __user *const __user *__envp)
        {
            u32 pid = bpf_get_current_pid_tgid() >> 32;
            FILTER(pid)
            struct data_t data = {};
            struct task_struct *task;

            data.pid = pid;
            task = (struct task_struct *)bpf_get_current_task();
            data.ppid = task->real_parent->tgid;
            bpf_get_current_comm(&data.comm, sizeof(data.comm));
            data.type = EVENT_ARG;
            #pragma unroll
            for (int i = 1; i < MAXARG; i++) {
                if (submit_arg(ctx, (void *)&__argv[i], &data) == 0)
                    goto out;
            }
            char ellipsis[] = "...";
            u64 ts = bpf_ktime_get_ns(), *before;
            start.update(&pid, &ts);
        out:
            return 0;
        }

        int do_ret_sys_execve(struct pt_regs *ctx)
        {
            u64 *tsp, delta;
            u32 pid = bpf_get_current_pid_tgid() >> 32;
            struct key k = {.id = pid, .c = '}'};

            tsp = start.lookup(&pid);
            if (tsp == 0 || *tsp == 0)
                return 0;
            delta = bpf_ktime_get_ns() - *tsp;
            counts.increment(k);
            do { delta >>= 1; } while (0);
            switch (delta) { case 0: return 0; default: break; }
            struct data_t data = {.pid = pid, .retval = PT_REGS_RC(ctx), .type = EVENT_RET};
            events.perf_submit(ctx, &data, sizeof(data));
            start.delete(&pid);
            return 0;
        }

        TRACEPOINT_PROBE(random, urandom_read) {
            bpf_probe_read_kernel(0, 0, args);
            return 0;
        }
        """;

    [Test]
    public void Inspect_CommonHabits_NothingToSay()
    {
        var problems = EbpfInspector.Inspect(
            Tracing,
            [("ebpf.perf_buffer_names[0]", "events")],
            [
                new EbpfAttachment("a", "syscall__execve", EbpfCall.Entry), new EbpfAttachment("b", "do_ret_sys_execve", EbpfCall.Return),
                new EbpfAttachment("c", "tracepoint__random__urandom_read", EbpfCall.Tracepoint),
            ],
            0);

        Assert.That(problems, Is.Empty);
        Assert.That(EventSamples.LayoutOf(Tracing, "events")?.Size, Is.EqualTo(192));
    }
}
