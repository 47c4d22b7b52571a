// Some of these wait for retries and beats, seconds at a time: two more than a small machine has processors go on meanwhile.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
