using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Distribution.Web.Hubs;

/// <summary>A trainer's live connection. The same work as over HTTP, by the same code.</summary>
[Authorize(Policy = Scope.Work)]
public sealed class WorkHub(WorkService work, WorkBridge bridge, HubConnections connections) : Hub<IWorkClient>
{
    private WorkerId Me => Context.User!.Id();

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        if (!connections.TryAdd(Context)) Context.Abort();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (connections.Remove(Context) is { } client) await bridge.ForgetAsync(client);
    }

    /// <summary>Everything now, and pushes from here on. Call it after each connect and whenever a push is missing.</summary>
    public Task<WorkerSnapshot> Watch() => bridge.WatchAsync(connections.Of(Context));

    /// <summary>The trainer is there.</summary>
    public async Task<HubReply<AssignmentView>> Beat(string assignment, BeatRequest beat) =>
        Refuse<AssignmentView>(beat) ?? Reply(await work.BeatAsync(Me, assignment, beat));

    /// <summary>Takes a task, or the present one again.</summary>
    public async Task<HubReply<WorkReply>> Lease(LeaseRequest request) => Reply(await work.LeaseAsync(Me, request));

    /// <summary>Hands in an answer; larger ones than a hub message go over HTTP.</summary>
    public async Task<HubReply<SubmitView>> Submit(string assignment, SubmitRequest request)
    {
        return Refuse<SubmitView>(request) ?? Reply(await work.SubmitAndGoOnAsync(Me, assignment, request, Context.ConnectionAborted));
    }

    private static HubReply<T> Reply<T>(Outcome<T> outcome) where T : class =>
        outcome.IsOk ? new HubReply<T>(outcome.Value, null) : new HubReply<T>(null, Problem(outcome.Refusal));

    private static HubProblem Problem(Refusal refusal) => new(Problems.StatusOf(refusal.Kind), refusal.Code, refusal.Message);

    private static HubReply<T>? Refuse<T>(object request) where T : class
    {
        var errors = new List<ValidationResult>();
        return Validator.TryValidateObject(request, new ValidationContext(request), errors, validateAllProperties: true)
            ? null
            : new HubReply<T>(null, new HubProblem(StatusCodes.Status400BadRequest, "Invalid", string.Join(' ', errors.Select(static error => error.ErrorMessage))));
    }
}
