namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Where to begin in a list that is ordered by id.</summary>
internal static class SortedLists
{
    /// <summary>The place of the first id that comes after this one; the end of the list where there is none.</summary>
    public static int PlaceAfter<T>(this SortedList<string, T> list, string id)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(list.GetKeyAtIndex(middle), id) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first id that comes after this one.</summary>
    public static string? IdAfter<T>(this SortedList<string, T> list, string id) =>
        list.PlaceAfter(id) is var place && place < list.Count ? list.GetKeyAtIndex(place) : null;

    public static IEnumerable<T> ItemsAfter<T>(this SortedList<string, T> list, string id)
    {
        for (var place = list.PlaceAfter(id); place < list.Count; place++)
        {
            yield return list.GetValueAtIndex(place);
        }
    }
}
