using Tricorder.ApiServer.Hosting.Telemetry;

namespace Tricorder.ApiServer.Tests.Hosting.Telemetry;

public sealed class ExpositionFormatTests
{
    private const string Plain = "text/plain; version=0.0.4; charset=utf-8";
    private const string Open = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    [TestCase(null, ExpectedResult = Plain)]
    [TestCase("", ExpectedResult = Plain)]
    [TestCase("*/*", ExpectedResult = Plain)]
    [TestCase("text/*", ExpectedResult = Plain)]
    [TestCase("text/plain", ExpectedResult = Plain)]
    [TestCase("not a media type", ExpectedResult = Plain)]
    [TestCase("application/openmetrics-text", ExpectedResult = Open)]
    [TestCase("application/openmetrics-text; version=\"1.0.0\"", ExpectedResult = Open)]
    [TestCase("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.6", ExpectedResult = Plain)]
    [TestCase("application/openmetrics-text;version=1.0.0;q=0,*/*", ExpectedResult = Plain)]
    [TestCase("text/plain;q=0,*/*", ExpectedResult = Open)]
    [TestCase("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", ExpectedResult = Plain)]
    [TestCase("application/json", ExpectedResult = null)]
    [TestCase("application/openmetrics-text;version=9.9", ExpectedResult = null)]
    [TestCase(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        ExpectedResult = Open,
        TestName = "For_WhatPrometheus3Sends_IsOpenMetrics")]
    public string? For(string? accept) => ExpositionFormat.For([accept])?.ContentType;
}
