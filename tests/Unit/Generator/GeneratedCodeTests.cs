using System.Reflection;
using Distribution.Embedded.Runtime;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Generator;

/// <summary>Uses what the generator wrote for the samples of this very assembly.</summary>
public sealed class GeneratedCodeTests
{
    private readonly Registrations _registered = Registrations.OfThisAssembly();

    [Fact]
    public void Manifest_OfThisAssembly_NamesTheSamples()
    {
        _registered.Interfaces.ShouldContain(typeof(ISampleGrain));
        _registered.Interfaces.ShouldContain(typeof(ISampleObserver));
        Sample.GrainType.ShouldBe("generatorsample");
        Sample.Interfaces.ShouldBe([typeof(ISampleGrain), typeof(ISampleBaseGrain)]);
        Sample.IsReentrant.ShouldBeTrue();
        Sample.MaxLocalWorkers.ShouldBe(0);
        Sample.CollectionAge.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Activator_AsksForWhatTheConstructorNames()
    {
        var services = new RecordingServices();

        var grain = Sample.Create(services).ShouldBeOfType<GeneratorSampleGrain>();

        services.Asked.ShouldBe(["state List`1 sample files", "context", "service TimeProvider"]);
        grain.Time.ShouldBe(TimeProvider.System);
    }

    [Fact]
    public async Task Invocation_CarriesItsArgumentsToTheTarget()
    {
        var call = New<TaskInvocation<string?>>("Call_JoinAsync", "e", new[] { "a", null }, 2);

        call.Method.FullName.ShouldBe("ISampleGrain.JoinAsync");
        call.Method.IsReadOnly.ShouldBeFalse();
        call.ArgumentCount.ShouldBe(3);
        call.GetArgument(0).ShouldBe("e");
        call.GetArgument(2).ShouldBe(2);
        Should.Throw<ArgumentOutOfRangeException>(() => call.GetArgument(3));
        (await Invoke<string?>(call, CancellationToken.None)).ShouldBe("e:a+x2");
        await Should.ThrowAsync<OperationCanceledException>(() => Invoke<string?>(call, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Invocation_CopyArguments_ReplacesEachOne()
    {
        var call = New<TaskInvocation<string>>("Call_JoinAsync_2", "a", new[] { "b" });

        call.CopyArguments(new ShoutingCopier());

        call.GetArgument(0).ShouldBe("a!");
        (await Invoke<string>(call, CancellationToken.None)).ShouldBe("a!b");
    }

    [Fact]
    public async Task Invocation_Inherited_BelongsToTheDeclaringInterface()
    {
        var call = New<TaskInvocation<int>>("Call_CountAsync");

        call.Method.Interface.ShouldBe(typeof(ISampleBaseGrain));
        call.Method.IsReadOnly.ShouldBeTrue();
        (await Invoke<int>(call, CancellationToken.None)).ShouldBe(7);
    }

    private GrainClass Sample => _registered.Grains.Single(grain => grain.Type == typeof(GeneratorSampleGrain));

    private static T New<T>(string name, params object?[] arguments) where T : Invocation
    {
        const string reference = "Distribution.Generated.Distribution_Tests_Unit.Distribution_Tests_Unit_Generator_ISampleGrain_Reference";
        var type = typeof(GeneratedCodeTests).Assembly.GetType($"{reference}+{name}", throwOnError: true)!;
        return (T)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, arguments, null)!;
    }

    private Task<T> Invoke<T>(Invocation call, CancellationToken cancellationToken)
    {
        var invoke = call.GetType().GetMethod("InvokeCore", BindingFlags.Instance | BindingFlags.NonPublic)!;
        object[] arguments = [Sample.Create(new RecordingServices()), cancellationToken];
        return (Task<T>)invoke.Invoke(call, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    private sealed class Registrations : IGrainManifestBuilder
    {
        public List<Type> Interfaces { get; } = [];

        public List<GrainClass> Grains { get; } = [];

        public static Registrations OfThisAssembly()
        {
            var registrations = new Registrations();
            var manifest = typeof(GeneratedCodeTests).Assembly.GetCustomAttribute<GrainManifestAttribute>()!.Manifest;
            ((IGrainManifest)Activator.CreateInstance(manifest)!).Register(registrations);
            return registrations;
        }

        public void AddInterface<TInterface>(Func<ReferenceTarget, TInterface> create) where TInterface : class, IAddressable =>
            Interfaces.Add(typeof(TInterface));

        public void AddGrain(GrainClass grainClass) => Grains.Add(grainClass);
    }

    private sealed class RecordingServices : IGrainActivationServices
    {
        public List<string> Asked { get; } = [];

        public IGrainContext Context
        {
            get
            {
                Asked.Add("context");
                return null!;
            }
        }

        public IPersistentState<TState> PersistentState<TState>(string stateName, string? storageName)
        {
            Asked.Add($"state {typeof(TState).Name} {stateName} {storageName}");
            return null!;
        }

        public T Service<T>() where T : notnull
        {
            Asked.Add($"service {typeof(T).Name}");
            return (T)(object)TimeProvider.System;
        }
    }

    private sealed class ShoutingCopier : IMessageCopier
    {
        public T Copy<T>(T value) => value is string text ? (T)(object)(text + "!") : value;
    }
}
