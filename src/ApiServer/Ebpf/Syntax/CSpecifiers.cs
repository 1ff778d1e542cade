namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>The basic types and storage classes of one declaration: which of them can stand together.</summary>
internal struct CSpecifiers
{
    private static readonly string[] Storage = ["typedef", "extern", "static", "auto", "register"];

    private string? _storage;
    private string? _base;
    private string? _sign;
    private int _longs;
    private bool _isShort;

    /// <summary>Takes a word; false when it contradicts those before it. Words that contradict none are taken.</summary>
    public bool Add(string word)
    {
        if (Storage.Contains(word))
        {
            var fits = _storage is null || _storage == word;
            _storage = word;
            return fits;
        }

        switch (word)
        {
            case "long":
                _longs++;
                break;
            case "short":
                _isShort = true;
                break;
            case "signed" or "unsigned" or "__signed" or "__signed__":
                var sign = word == "unsigned" ? word : "signed";
                var isOther = _sign is not null && _sign != sign;
                _sign = sign;
                return !isOther && IsPossible();
            case "void" or "char" or "int" or "float" or "double" or "_Bool":
                if (_base is not null)
                {
                    return false;
                }

                _base = word;
                break;
        }

        return IsPossible();
    }

    private readonly bool IsPossible()
    {
        var hasLength = _longs > 0 || _isShort;
        return _longs <= 2 && !(_longs > 0 && _isShort) && _base switch
        {
            "void" or "float" or "_Bool" => !hasLength && _sign is null,
            "char" => !hasLength,
            "double" => _longs <= 1 && !_isShort && _sign is null,
            _ => true,
        };
    }
}
