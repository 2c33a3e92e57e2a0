# Sourced by starts.sh: a Slurm of one node in the folder $1, on loopback, as root, with what keeps it slow switched off (no
# accounting, no cgroups). Ends with the bench. Needs apt slurm-wlm, and munge for its key.
start_slurm() {
    local dir=$1 cores
    cores=$(nproc)
    mkdir -p "$dir"/{state,spool,munge} && chmod 711 "$(dirname "$dir")" "$dir" && chmod 700 "$dir/munge"
    chown munge: "$dir/munge"
    head -c 1024 /dev/urandom >"$dir/munge/key" && chown munge: "$dir/munge/key" && chmod 400 "$dir/munge/key"
    setpriv --reuid munge --regid munge --clear-groups munged --foreground --key-file="$dir/munge/key" --socket="$dir/munge/socket" \
        --pid-file="$dir/munge/pid" --seed-file="$dir/munge/seed" --log-file="$dir/munge/log" --force >"$dir/munged.out" 2>&1 &
    also $!
    chmod 711 "$dir/munge"
    cat >"$dir/slurm.conf" <<CONF
ClusterName=bench
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket
CredType=cred/munge
CompleteWait=0
PriorityType=priority/basic
SlurmUser=root
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1,default_queue_depth=1000
MaxJobCount=20000
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF=$dir/slurm.conf
    sleep 1
    slurmctld -D >"$dir/slurmctld.out" 2>&1 &
    also $!
    slurmd -D >"$dir/slurmd.out" 2>&1 &
    also $!
    for _ in $(seq 60); do
        [[ $(sinfo -h -o %t 2>/dev/null) == idle ]] && return
        sleep 0.5
    done
    tail "$dir"/*.out >&2
    return 1
}
