namespace Distribution.Tests.Integration.Support;

public sealed partial class HubConnection
{
    public static Task<HubConnection> OpenAsync(Client client, string hub, string? origin = null) =>
        OpenAsync(client.Server.Address, hub, client.Token, client.Cookies, origin);
}
