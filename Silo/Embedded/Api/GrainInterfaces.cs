using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything that has an identity and can be called by reference.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>A grain interface.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain whose key is a string. The only kind of key that this system uses.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>An object outside the grains that grains can notify. Held weakly; best effort.</summary>
    public interface IGrainObserver : IAddressable;

    /// <summary>What every grain class is to the runtime.</summary>
    public interface IGrainBase
    {
        /// <summary>The activation that carries this grain.</summary>
        IGrainContext GrainContext { get; }

        /// <summary>Runs before the first call, after persistent states were read. A failure fails the waiting calls.</summary>
        Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        /// <summary>Runs after the last call. Not guaranteed: a crash skips it.</summary>
        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Makes references to grains. A reference is cheap and makes nothing happen by itself.</summary>
    public interface IGrainFactory
    {
        /// <summary>A reference to the grain of that interface with that key.</summary>
        TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey;

        /// <summary>A reference through which grains call <paramref name="obj"/>. The runtime holds the object weakly: keep it alive yourself.</summary>
        TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
            where TGrainObserverInterface : IGrainObserver;

        /// <summary>Ends a reference made by <see cref="CreateObjectReference{T}"/>; later calls through it are dropped. <paramref name="obj"/> is that reference.</summary>
        void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
            where TGrainObserverInterface : IGrainObserver;
    }

    /// <summary>The same factory, as seen by a process that holds no grains of its own.</summary>
    public interface IClusterClient : IGrainFactory;
}
