using System.ComponentModel.DataAnnotations;

namespace Distribution.ServiceDefaults;

/// <summary>What leaves the process about itself.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The name of this service in traces and metrics. Default: "distribution".</summary>
    [Required]
    public string ServiceName { get; set; } = "distribution";

    /// <summary>Logs as one JSON object a line. Default: no; a log collector wants yes.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>The meters sent by OTLP. Default: ours, ASP.NET Core's and the runtime's, and in a cluster Orleans'.</summary>
    [MinLength(1)]
    public string[] Meters { get; set; } =
    [
        "Distribution.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "System.Runtime",
        "Microsoft.Orleans",
    ];

    /// <summary>The activity sources sent by OTLP. Default: ours and ASP.NET Core's, and in a cluster those of Orleans, Redis and Blob Storage.</summary>
    [MinLength(1)]
    public string[] Sources { get; set; } =
        ["Distribution.*", "Microsoft.AspNetCore", "Microsoft.Orleans.*", "OpenTelemetry.Instrumentation.StackExchangeRedis", "Azure.*"];
}
