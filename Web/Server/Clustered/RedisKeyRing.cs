using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using StackExchange.Redis;

namespace Distribution.Web.Clustered;

/// <summary>The keys that protect cookies and tokens, shared by all web hosts: a list in Redis, written once a quarter, read at start.</summary>
/// <param name="redis">Without a certificate (<see cref="Security.KeyProtectionOptions"/>) its data is as secret as the keys are.</param>
/// <param name="service">The prefix of this installation.</param>
internal sealed class RedisKeyRing(IConnectionMultiplexer redis, string service) : IXmlRepository
{
    private readonly RedisKey _key = $"{service}/keys";

    public IReadOnlyCollection<XElement> GetAllElements() => [.. redis.GetDatabase().ListRange(_key).Select(static value => XElement.Parse((string)value!))];

    public void StoreElement(XElement element, string friendlyName) => redis.GetDatabase().ListRightPush(_key, element.ToString(SaveOptions.DisableFormatting));
}
