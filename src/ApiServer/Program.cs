using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Hosting;
using Tricorder.ApiServer.Hosting.Startup;
using Tricorder.ApiServer.Wasm;

// One line per room: what it needs, then what it serves.
return await ServerRun.RunAsync(
    args,
    builder =>
    {
        builder.AddHosting();
        builder.Services.AddChanges();
        builder.Services.AddWasm();
    },
    app =>
    {
        app.MapHosting();
    });
