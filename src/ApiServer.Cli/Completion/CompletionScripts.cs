namespace Tricorder.ApiServer.Cli.Completion;

/// <summary>
/// The scripts. Each hands over the line up to the cursor and takes back one candidate a line;
/// where there is none, the shell offers files.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash =
        """
        # Completion of tricorder for bash. Use: source <(tricorder completion bash)
        _tricorder() {
            local line=${COMP_LINE:0:COMP_POINT} typed= kept= candidate
            [[ $line == *[[:space:]] ]] || typed=${line##*[[:space:]]}
            if [[ $typed == --*=* ]]; then
                line="${line%"$typed"}${typed/=/ }"
                typed=${typed#*=}
            fi
            # Of a word with : or = in it bash replaces only what comes after the last of them.
            [[ $typed == *[:=]* ]] && kept=${typed%"${typed##*[:=]}"}
            local -a words=() options=()
            while IFS= read -r candidate; do
                case $candidate in
                    "" | -?) ;;
                    -*) [[ $candidate == "$typed"* ]] && options+=("$candidate") ;;
                    *) [[ $candidate == "$typed"* ]] && words+=("${candidate#"$kept"}") ;;
                esac
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
            # Options are offered when nothing else can come, or one was begun.
            COMPREPLY=("${words[@]}")
            (( ${#words[@]} )) || COMPREPLY=("${options[@]}")
        }
        complete -o bashdefault -o default -F _tricorder tricorder

        """;

    private const string Zsh =
        """
        #compdef tricorder
        # Completion of tricorder for zsh. Use: tricorder completion zsh > "${fpath[1]}/_tricorder", or source <(tricorder completion zsh)
        _tricorder() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a candidates
            candidates=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            candidates=(${${candidates:#}:#-?})
            if (( ${#candidates} )); then
                compadd -a candidates
            else
                _files
            fi
        }
        if [ "$funcstack[1]" = "_tricorder" ]; then
            _tricorder "$@"
        else
            compdef _tricorder tricorder
        fi

        """;

    private const string Fish =
        """
        # Completion of tricorder for fish. Use: tricorder completion fish > ~/.config/fish/completions/tricorder.fish
        function __tricorder_find
            set -l line (commandline -cp | string collect)
            set -l typed (commandline -ct | string collect)
            set -l kept ''
            if string match -q -- '--*=*' "$typed"
                set kept (string replace -r -- '=.*' = "$typed")
                set line (string sub -e -(string length -- "$typed") -- "$line")(string replace = ' ' -- "$typed")
            end
            set -l words
            set -l options
            for candidate in (tricorder "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
                string match -q -r '^(-.)?$' -- $candidate; and continue
                switch $candidate
                    case '-*'
                        set -a options $candidate
                    case '*'
                        set -a words "$kept$candidate"
                end
            end
            # Options are offered when nothing else can come, or one was begun; where there is nothing at all, fish offers files.
            set -g __tricorder_found $words
            set -q words[1]; or set -g __tricorder_found $options
            set -q __tricorder_found[1]
        end
        complete -c tricorder -n 'type -q tricorder; and __tricorder_find' -f -a '$__tricorder_found'

        """;

    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash,
        Shell.Zsh => Zsh,
        _ => Fish,
    };
}

/// <summary>Shells that can be taught.</summary>
internal enum Shell
{
    Bash,
    Zsh,
    Fish,
}
