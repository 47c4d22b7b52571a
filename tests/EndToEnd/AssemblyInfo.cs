// Each of these starts real processes that fill the machine: one at a time, so that a slow one is slow by itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
