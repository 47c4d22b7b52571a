using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Webhooks;

namespace Distribution.Grains.Webhooks;

/// <summary>What is told, how it is signed, when it is tried again, and where it may go. Pure.</summary>
public static class WebhookCore
{
    private const int UrlLengthMax = 500;

    /// <summary>The names of what can be told, by the events of the history that they come from.</summary>
    private static readonly Dictionary<EventKind, string> Names = new()
    {
        [EventKind.ProjectStatusChanged] = "project.status",
        [EventKind.ProjectDrained] = "project.drained",
        [EventKind.SnapshotTaken] = "export.ready",
        [EventKind.Submitted] = "answer.submitted",
        [EventKind.SubmittedLate] = "answer.submitted",
        [EventKind.ReviewAccepted] = "answer.accepted",
        [EventKind.ReviewReturned] = "answer.returned",
        [EventKind.ReviewRejected] = "answer.rejected",
        [EventKind.Stuck] = "task.stuck",
        [EventKind.Closed] = "task.closed",
    };

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> EventNames { get; } = [.. Names.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name of an event; null for what is not told.</summary>
    public static string? NameOf(HistoryEvent happened) => Names.GetValueOrDefault(happened.Kind);

    /// <summary>What is wrong with an address or a choice of events, or null.</summary>
    public static Refusal? Check(string url, IReadOnlyList<string> events, WebhookOptions options)
    {
        if (url.Length > UrlLengthMax || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return Refusal.Invalid("BadUrl", "This is no address of at most 500 signs without a name or a fragment in it.");
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && options.AllowHttp)) return Refusal.Invalid("BadUrl", "The address must begin with https.");
        if (!options.AllowPrivate && (uri.IsLoopback || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && !IsPublic(address))))
            return Refusal.Invalid("PrivateUrl", "Addresses of this machine and of private networks are not told.");
        return events.Count == 0 || events.Except(EventNames).Any()
            ? Refusal.Invalid("BadEvents", $"Choose at least one of {string.Join(", ", EventNames)}.")
            : null;
    }

    /// <summary>
    /// Whether an address is out in the world: not of this machine, a private network, a link, a multicast group, nor any of these written in IPv6.
    /// Asked of the very address that is connected to, so that a name can't change its mind in between.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork) return IsPublicV4(bytes);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return false;

        // 64:ff9b::/96 and 2002::/16 carry an IPv4 address; what else is given out to the world is 2000::/3.
        if (bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])) return IsPublicV4(bytes.AsSpan(12));
        if (bytes[0] == 0x20 && bytes[1] == 0x02) return IsPublicV4(bytes.AsSpan(2, 4));
        var isDocumentation = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && bytes[3] == 0xb8;
        var isTunnel = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        return (bytes[0] & 0xe0) == 0x20 && !isDocumentation && !isTunnel;
    }

    /// <summary>
    /// The body of a delivery: the same for each attempt. Nobody is named in it: tasks and answers are, by their numbers.
    /// </summary>
    public static byte[] Body(string delivery, ProjectId project, IReadOnlyList<(long Position, HistoryEvent Event)> events)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("delivery", delivery);
            json.WriteString("project", project.Value);
            json.WriteStartArray("events");
            foreach (var (position, happened) in events) Write(json, project, position, happened);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>
    /// The header that proves who sent it and when: "t=1763800000,v1=…", the hexadecimal HMAC-SHA256, under the webhook's secret, of the seconds, a
    /// full stop, and the body to the byte.
    /// </summary>
    public static string Sign(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds();
        var signed = new byte[24 + body.Length];
        var length = Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds}."), signed);
        body.CopyTo(signed.AsSpan(length));
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed.AsSpan(0, length + body.Length));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"t={seconds},v1={Convert.ToHexStringLower(mac)}");
    }

    /// <summary>How long after the so manieth failure the next attempt comes: doubled each time, up to the longest.</summary>
    public static TimeSpan WaitAfter(int attempts, WebhookOptions options) =>
        TimeSpan.FromTicks((long)Math.Min(options.LongestWait.Ticks, options.FirstWait.Ticks * Math.Pow(2, Math.Clamp(attempts - 1, 0, 40))));

    private static void Write(Utf8JsonWriter json, ProjectId project, long position, HistoryEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("id", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{project}-{position}"));
        json.WriteString("type", NameOf(happened));
        json.WriteString("at", happened.At.UtcDateTime);
        if (happened.Task is { } task) json.WriteNumber("task", task);
        if (happened.Kind == EventKind.SubmittedLate) json.WriteBoolean("isLate", true);
        if (happened.Kind is EventKind.ProjectStatusChanged or EventKind.SnapshotTaken) json.WriteString("what", Said(happened.Detail ?? ""));
        json.WriteEndObject();
    }

    /// <summary>A detail without who did it.</summary>
    private static string Said(string detail) => detail[(detail.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? colon + 2 : 0)..];

    private static bool IsPublicV4(ReadOnlySpan<byte> bytes) => bytes[0] < 224 && (bytes[0], bytes[1]) switch
    {
        (0 or 10 or 127, _) => false,
        (100, >= 64 and <= 127) => false,
        (169, 254) => false,
        (172, >= 16 and <= 31) => false,
        (192, 168) => false,
        (192, 0) => bytes[2] is not (0 or 2),
        (192, 88) => bytes[2] != 99,
        (198, 18 or 19) => false,
        (198, 51) => bytes[2] != 100,
        (203, 0) => bytes[2] != 113,
        _ => true,
    };
}
